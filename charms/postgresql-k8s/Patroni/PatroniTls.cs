namespace Howdah.Charms.PostgresqlK8s.Patroni;

/// <summary>How a member uses TLS.</summary>
/// <param name="Certificate">File with the private key, the certificate and those between it and a CA.</param>
/// <param name="Trusted">File with the CAs by which members verify each other.</param>
/// <param name="IsRequired">Whether it takes and makes connections only with TLS.</param>
internal sealed record PatroniTls(string Certificate, string Trusted, bool IsRequired)
{
    /// <summary>File with the CAs by which clients that show a certificate are verified; null when none is.</summary>
    internal string? ClientAuthorities { get; init; }

    /// <summary>What PostgreSQL is told of it; a reload is enough.</summary>
    internal IReadOnlyDictionary<string, string> Parameters => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ssl_ca_file"] = ClientAuthorities ?? "",
        ["ssl"] = "on",
        ["ssl_cert_file"] = Certificate,
        ["ssl_key_file"] = Certificate,
        ["ssl_min_protocol_version"] = "TLSv1.2",
    };
}
