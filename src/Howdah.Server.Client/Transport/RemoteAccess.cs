using System.Security.Cryptography;
using System.Text.Json;
using Howdah.Server.Client.Errors;
using Howdah.Server.Client.Json;

namespace Howdah.Server.Client.Transport;

/// <summary>What is needed to speak to an engine over TLS.</summary>
/// <param name="Url">Where it listens.</param>
/// <param name="Fingerprint">SHA-256 of its certificate, in hexadecimal: no other is spoken to.</param>
/// <param name="Token">Says and proves who calls.</param>
public sealed record RemoteAccess(string Url, string Fingerprint, string Token)
{
    /// <summary>The variable that names the file with it.</summary>
    public const string Variable = "HOWDAH_REMOTE";

    /// <summary>Whether a certificate is the engine's.</summary>
    public bool IsOf(ReadOnlySpan<byte> certificate) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(certificate), Convert.FromHexString(Fingerprint));

    /// <summary>What the file says that the environment names; null when it names none.</summary>
    /// <exception cref="HowdahException">The file can't be read.</exception>
    public static RemoteAccess? FromEnvironment()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } path)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), ApiJson.Default.RemoteAccess)!;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new HowdahException(ErrorKinds.Invalid, $"cannot use {path}, which {Variable} names: {error.Message}; 'howdah remote-access' writes such a file", error);
        }
    }
}
