using System.Security.Cryptography;
using System.Text;
using Howdah.Interfaces;
using Howdah.Ops;
using Howdah.Pebble.Client;

namespace Howdah.Charms.PostgresqlK8s.Workload;

/// <summary>What a member serves TLS with, and whom it trusts.</summary>
/// <param name="Certificate">The key and the certificate; null while it has none.</param>
/// <param name="ClientAuthorities">CAs that come over <c>receive-ca-cert</c>, PEM; empty for none.</param>
internal sealed record TlsFiles(ServerCertificate? Certificate, string ClientAuthorities)
{
    private const int NameBytes = 8;

    /// <summary>
    /// Where a private key lies with its certificate and those between it and a CA: in one file, so that no reader ever sees two that do not
    /// belong together, and each in another, as Patroni may miss that a file of the same name has changed.
    /// </summary>
    internal static string PathOf(ServerCertificate certificate) =>
        $"{WorkloadPaths.Tls}/server-{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Text(certificate))).AsSpan(0, NameBytes))}.pem";

    /// <summary>Writes the files, and removes those that nobody needs any longer.</summary>
    /// <returns>Whether any was written.</returns>
    internal async Task<bool> EnsureAsync(Container container, PathOptions options, CancellationToken cancellation)
    {
        var wanted = new List<(string Path, string Content)>();
        if (Certificate is not null)
        {
            // Whom to trust first: a server must not show a certificate that those beside it do not know yet.
            wanted.Add((WorkloadPaths.Trusted, Certificate.Trusted));
            wanted.Add((PathOf(Certificate), Text(Certificate)));
        }

        if (ClientAuthorities.Length > 0)
        {
            wanted.Add((WorkloadPaths.ClientAuthorities, ClientAuthorities));
        }

        var changed = false;
        foreach (var (path, content) in wanted)
        {
            changed |= await container.EnsureFileAsync(path, content, options with { MakeParents = true }, cancellation);
        }

        // What was replaced is in use until the reload, of which an event tells.
        if (!changed && await container.ExistsAsync(WorkloadPaths.Tls, cancellation))
        {
            foreach (var file in (await container.ListFilesAsync(WorkloadPaths.Tls, cancellationToken: cancellation)).Where(f => wanted.TrueForAll(w => w.Path != f.Path)))
            {
                await container.RemovePathAsync(file.Path, cancellationToken: cancellation);
            }
        }

        return changed;
    }

    private static string Text(ServerCertificate certificate) => certificate.PrivateKey + certificate.Certificates;
}
