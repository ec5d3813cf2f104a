using System.Security.Cryptography;

namespace Howdah.Interfaces;

/// <summary>Passwords that charms make up.</summary>
public static class GeneratedPassword
{
    private const int Length = 32;

    /// <summary>A new one: 32 letters and digits, 190 bits, with nothing that a connection string would have to quote.</summary>
    public static string Create() =>
        RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", Length);
}
