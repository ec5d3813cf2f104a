using Howdah.Server.Client.Transport;

namespace Howdah.Server.Api;

/// <summary>Where the engine listens for callers over TLS.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Fingerprint">What clients pin.</param>
/// <param name="Tokens">Makes and reads what callers show.</param>
internal sealed record Remote(Uri Url, string Fingerprint, Tokens Tokens)
{
    /// <summary>What a caller with this token needs.</summary>
    public RemoteAccess With(string token) => new(Url.ToString().TrimEnd('/'), Fingerprint, token);
}
