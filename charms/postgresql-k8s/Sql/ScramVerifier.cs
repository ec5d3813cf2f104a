using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Howdah.Charms.PostgresqlK8s.Sql;

/// <summary>
/// What PostgreSQL keeps in place of a password (RFC 5803, <c>pg_authid.rolpassword</c>). Made here, the password itself is never
/// part of a statement and cannot end up in a log.
/// </summary>
internal static class ScramVerifier
{
    private const string Mechanism = "SCRAM-SHA-256";
    private const int Iterations = 4096;
    private const int SaltLength = 16;
    private const int KeyLength = 32;

    /// <summary>A new verifier of a password of printable ASCII.</summary>
    internal static string Create(string password) => Create(password, RandomNumberGenerator.GetBytes(SaltLength), Iterations);

    /// <summary>Whether a verifier is of this password.</summary>
    internal static bool Matches(string verifier, string password)
    {
        // SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>
        var parts = verifier.Split('$', ':');
        return parts is [Mechanism, var iterations, var salt, _, _]
            && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(Create(password, Convert.FromBase64String(salt), int.Parse(iterations, CultureInfo.InvariantCulture))),
                Encoding.ASCII.GetBytes(verifier));
    }

    private static string Create(string password, byte[] salt, int iterations)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, KeyLength);
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var server = HMACSHA256.HashData(salted, "Server Key"u8);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Mechanism}${iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}");
    }
}
