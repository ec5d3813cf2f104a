using Howdah.Pebble.Services;

namespace Howdah.Pebble.Forwarding;

/// <summary>Lines of one service that have the same labels, oldest first.</summary>
internal sealed record LogStream(string Service, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<LogEntry> Entries);

/// <summary>What became of a batch.</summary>
internal abstract record Delivery
{
    /// <summary>The target has it.</summary>
    public sealed record Taken : Delivery
    {
        public static Taken Instance { get; } = new();
    }

    /// <summary>The target will never take it: to be dropped.</summary>
    public sealed record Refused(string Reason) : Delivery;

    /// <summary>The target is not there or not ready: to be sent again, after the time that it asks for.</summary>
    public sealed record Failed(string Reason, TimeSpan? After = null) : Delivery;
}

/// <summary>Where a target's lines go.</summary>
internal interface ILogDestination : IDisposable
{
    Task<Delivery> SendAsync(IReadOnlyList<LogStream> streams, CancellationToken cancellation);
}
