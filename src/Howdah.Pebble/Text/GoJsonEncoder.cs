using System.Globalization;
using System.Text.Encodings.Web;

namespace Howdah.Pebble.Text;

/// <summary>Escapes in JSON what Go's encoder does: besides what JSON wants, <c>&lt;</c>, <c>&gt;</c> and <c>&amp;</c>.</summary>
internal sealed unsafe class GoJsonEncoder : JavaScriptEncoder
{
    private const string Html = "<>&";
    private static readonly JavaScriptEncoder _json = UnsafeRelaxedJsonEscaping;

    public override int MaxOutputCharactersPerInputCharacter => _json.MaxOutputCharactersPerInputCharacter;

    public override bool WillEncode(int unicodeScalar) => IsHtml(unicodeScalar) || _json.WillEncode(unicodeScalar);

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var html = new ReadOnlySpan<char>(text, textLength).IndexOfAny(Html);
        var other = _json.FindFirstCharacterToEncode(text, html < 0 ? textLength : html);
        return other < 0 ? html : other;
    }

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
        IsHtml(unicodeScalar)
            ? new Span<char>(buffer, bufferLength).TryWrite(CultureInfo.InvariantCulture, $"\\u{unicodeScalar:x4}", out numberOfCharactersWritten)
            : _json.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);

    private static bool IsHtml(int scalar) => scalar is '<' or '>' or '&';
}
