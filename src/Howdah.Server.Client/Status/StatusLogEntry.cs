namespace Howdah.Server.Client.Status;

/// <summary>A status that a unit or an application had.</summary>
/// <param name="Status">The status.</param>
/// <param name="Since">When it came to be so, in UTC.</param>
/// <param name="Type"><c>workload</c>, <c>juju-unit</c> or <c>application</c>.</param>
/// <param name="Message">What was said about it.</param>
public sealed record StatusLogEntry(string Status, DateTimeOffset Since, string Type, string? Message = null);
