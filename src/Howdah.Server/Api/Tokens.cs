using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Howdah.Server.Api;

/// <summary>
/// Makes and reads the tokens that callers over TLS show. A token says whose it is and proves it with a code that only the holder of the key can make,
/// so none has to be kept; another key makes all of them worthless.
/// </summary>
/// <param name="key">The key.</param>
internal sealed class Tokens(byte[] key)
{
    /// <summary>Length of a key.</summary>
    public const int KeyLength = 32;

    private const string Operator = "operator";
    private const string Unit = "unit";

    /// <summary>The token of who operates the engine.</summary>
    public string ForOperator() => Sign(Operator);

    /// <summary>The token of a unit's agent. A model of the same name that is made later has another identity, so the token is not of its units.</summary>
    public string ForUnit(string modelUuid, string unit) => Sign($"{Unit} {modelUuid} {unit}");

    /// <summary>Whose a token is: null for nobody's, no unit for the operator's.</summary>
    public (string ModelUuid, string Unit)? Read(string token, out bool isOperator)
    {
        isOperator = false;
        if (token.Split('.') is not [var subject, var code] || !Base64Url.IsValid(subject) || !Base64Url.IsValid(code)
            || !CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(code), Code(Base64Url.DecodeFromChars(subject))))
        {
            return null;
        }

        var words = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(subject)).Split(' ');
        isOperator = words is [Operator];
        return words is [Unit, var model, var unit] ? (model, unit) : null;
    }

    private string Sign(string subject)
    {
        var bytes = Encoding.UTF8.GetBytes(subject);
        return $"{Base64Url.EncodeToString(bytes)}.{Base64Url.EncodeToString(Code(bytes))}";
    }

    private byte[] Code(byte[] subject) => HMACSHA256.HashData(key, subject);
}
