namespace Howdah.Server.Client.Logs;

/// <summary>A line of the model's log.</summary>
/// <param name="Timestamp">When it was written.</param>
/// <param name="Entity">Who wrote it, <c>unit-postgresql-k8s-0</c>.</param>
/// <param name="Level"><c>TRACE</c>, <c>DEBUG</c>, <c>INFO</c>, <c>WARNING</c>, <c>ERROR</c> or <c>CRITICAL</c>.</param>
/// <param name="Module">The logger, <c>unit.postgresql-k8s/0.juju-log</c>.</param>
/// <param name="Message">The text; may have several lines.</param>
public sealed record LogRecord(DateTimeOffset Timestamp, string Entity, string Level, string Module, string Message);
