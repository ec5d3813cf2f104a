namespace Howdah.Server.Client.Applications;

/// <summary>Two endpoints, each <c>app</c> or <c>app:endpoint</c>.</summary>
/// <param name="First">One side.</param>
/// <param name="Second">The other side.</param>
public sealed record RelationRequest(string First, string Second);
