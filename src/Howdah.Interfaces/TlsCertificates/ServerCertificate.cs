namespace Howdah.Interfaces;

/// <summary>What a unit serves TLS with. Everything is PEM.</summary>
/// <param name="PrivateKey">The key.</param>
/// <param name="Certificates">The certificate, and those that stand between it and a CA.</param>
/// <param name="Trusted">The CAs that the units of the application and their clients trust; two while one takes over from another.</param>
/// <param name="ExpiresAt">Until when the certificate holds.</param>
public sealed record ServerCertificate(string PrivateKey, string Certificates, string Trusted, DateTimeOffset ExpiresAt)
{
    /// <summary>Without the key.</summary>
    public override string ToString() => $"certificate until {ExpiresAt:O}";
}
