using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Identities;

/// <summary>Checks an identity as it was written, with the reference's messages.</summary>
internal static partial class IdentityReader
{
    /// <summary>What stands in answers instead of a secret; in a request it keeps the secret that is stored.</summary>
    public const string Hidden = "*****";

    private const string Values = "\"admin\", \"read\", \"metrics\", or \"untrusted\"";

    /// <param name="name">Its name.</param>
    /// <param name="body">What was written.</param>
    /// <param name="stored">The identity of that name so far, for the secrets that are to be kept.</param>
    /// <exception cref="IdentityException">It is not valid.</exception>
    public static Identity Read(string name, IdentityBody body, Identity? stored)
    {
        if (!Name().IsMatch(name))
        {
            throw Invalid(name, "name must start with a letter and hold only letters, digits, \"_\" and \"-\"");
        }
        if (body is { Local: null, Basic: null, Cert: null })
        {
            throw Invalid(name, "identity must have at least one type (\"local\", \"basic\", or \"cert\")");
        }
        if (body.Local is { UserId: null }) throw Invalid(name, "local identity must specify user-id");
        if (body.Basic is { Password: null or "" }) throw Invalid(name, "basic identity must specify password (hashed)");
        if (string.IsNullOrEmpty(body.Access)) throw Invalid(name, $"access value must be specified ({Values})");
        var role = Roles.Parse(body.Access)
            ?? throw Invalid(name, $"invalid access value {GoQuote.Quote(body.Access)}, must be {Values}");
        return new Identity(name, role)
        {
            UserId = body.Local?.UserId,
            PasswordHash = body.Basic?.Password is Hidden ? stored?.PasswordHash ?? Hidden : body.Basic?.Password,
            Certificate = body.Cert is not { } cert ? null
                : cert.Pem is Hidden && stored?.Certificate is { } kept ? kept : Certificate(name, cert.Pem ?? ""),
        };
    }

    private static ClientCertificate Certificate(string name, string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields) || pem.AsSpan()[fields.Label] is not "CERTIFICATE")
        {
            throw Invalid(name, "cert identity must include a PEM-encoded certificate");
        }
        if (!pem.AsSpan(fields.Location.End.GetOffset(pem.Length)).IsWhiteSpace())
        {
            throw Invalid(name, "cert identity cannot have extra data after the PEM block");
        }
        var der = Convert.FromBase64String(pem[fields.Base64Data]);
        return CertificateCheck.Problem(der) is { } problem
            ? throw Invalid(name, $"cannot parse certificate from cert identity: {problem}")
            : new ClientCertificate(pem, der);
    }

    private static IdentityException Invalid(string name, string problem) =>
        new($"invalid identity for {GoQuote.Quote(name)}: {problem}");

    [GeneratedRegex(@"^[a-zA-Z][a-zA-Z0-9_\-]*\z", RegexOptions.None, 1000)]
    private static partial Regex Name();
}

/// <summary>A change of identities that is refused; the message says why.</summary>
internal sealed class IdentityException(string message) : Exception(message);
