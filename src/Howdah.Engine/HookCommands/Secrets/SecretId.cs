using System.Security.Cryptography;

namespace Howdah.Engine.HookCommands.Secrets;

/// <summary>Makes ids of secrets: 20 characters of base 32, the time in seconds first, the rest random.</summary>
internal static class SecretId
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuv";

    public static string New(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[13];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)now.ToUnixTimeSeconds());
        RandomNumberGenerator.Fill(bytes[4..]);
        Span<char> text = stackalloc char[20];
        for (var index = 0; index < text.Length; index++)
        {
            var bit = index * 5;
            var window = (bytes[bit / 8] << 8) | bytes[(bit / 8) + 1];
            text[index] = Digits[(window >> (11 - (bit % 8))) & 31];
        }

        return new string(text);
    }
}
