namespace Howdah.Ops;

/// <summary>This unit may not read or write that databag: only the leader uses the application's.</summary>
public sealed class RelationDataException(string message) : Exception(message);

/// <summary>An endpoint has several relations where the charm can use one.</summary>
public sealed class TooManyRelationsException(string endpoint, int count)
    : Exception($"Too many remote applications on {endpoint} ({count} > 1)")
{
    /// <summary>The endpoint.</summary>
    public string Endpoint { get; } = endpoint;
}
