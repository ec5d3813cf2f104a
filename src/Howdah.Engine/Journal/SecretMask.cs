using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Howdah.Engine.Models;

namespace Howdah.Engine.Journal;

/// <summary>
/// Puts names in the place of what secrets say, and what they say back in the place of the names. A value of fewer than six characters
/// (<c>true</c>, a port) is hidden only where a secret command itself shows it; a plain word (<c>operator</c>) only as a whole word.
/// </summary>
internal sealed partial class SecretMask
{
    private const int Least = 6;
    private const int Long = 12;

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly List<(string Text, string Name, bool IsWord)> _needles = [];
    private readonly SearchValues<string> _any;
    private readonly Dictionary<(string Id, int Revision), Bag> _contents = [];

    /// <summary>Hides what these secrets say.</summary>
    public SecretMask(params IEnumerable<ImmutableSortedDictionary<string, SecretContent>> secrets)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, revision, content) in
            from all in secrets
            from secret in all.Values
            from each in secret.Revisions
            select (secret.Id, each.Key, each.Value))
        {
            _contents[(id, revision)] = content;
            foreach (var (key, base64) in content)
            {
                Add(names, id, revision, key, base64);
            }
        }

        // A value that holds another one goes first, or its rest would stay.
        _needles.AddRange(names.OrderByDescending(pair => pair.Key.Length).Select(pair => (pair.Key, pair.Value, IsWord(pair.Key))));
        _any = SearchValues.Create([.. _needles.Select(needle => needle.Text)], StringComparison.Ordinal);
    }

    /// <summary>What stands for a value.</summary>
    /// <param name="id">The secret.</param>
    /// <param name="revision">Its revision.</param>
    /// <param name="key">The value's key.</param>
    /// <param name="form">Empty for the value itself, <c>=</c> for its base64, <c>~</c> for its form inside JSON, <c>+2</c> for its third line.</param>
    public static string Name(string id, int revision, string key, string form = "") =>
        string.Create(CultureInfo.InvariantCulture, $"<secret:{id}/{revision}/{key}{form}>");

    /// <summary>The text with names in the place of secret values.</summary>
    public string Hide(string text)
    {
        if (text.AsSpan().IndexOfAny(_any) < 0)
        {
            return text;
        }

        foreach (var (value, name, isWord) in _needles)
        {
            text = isWord ? HideWord(text, value, name) : text.Replace(value, name, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>The revision that a text names first, with what it says; null when it names none, or one that is gone.</summary>
    public (string Id, Bag Content)? Named(string text) =>
        Names().Match(text) is { Success: true } match && match.Groups["id"].Value is var id
        && _contents.TryGetValue((id, int.Parse(match.Groups["revision"].Value, CultureInfo.InvariantCulture)), out var content)
            ? (id, content)
            : null;

    /// <summary>The text with secret values in the place of their names; a name of a value that is gone stays.</summary>
    public string Reveal(string text) => text.Contains("<secret:", StringComparison.Ordinal)
        ? Names().Replace(text, match => _texts.GetValueOrDefault(match.Value, match.Value))
        : text;

    /// <summary>The key that a text names, as <c>secret-get</c> takes it, when the text is a name and nothing else; null otherwise.</summary>
    public static string? KeyOf(string text) => Names().Match(text) is { Success: true } match && match.Length == text.Length
        ? match.Groups["key"].Value + (match.Groups["form"].Value == "=" ? "#base64" : "")
        : null;

    private void Add(Dictionary<string, string> names, string id, int revision, string key, string base64)
    {
        var value = Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        AddForm("", value);
        AddForm("=", base64);
        AddForm("~", JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value);
        if (value.Contains('\n', StringComparison.Ordinal))
        {
            foreach (var (index, line) in value.Split('\n').Index())
            {
                AddForm(string.Create(CultureInfo.InvariantCulture, $"+{index}"), line.TrimEnd('\r'));
            }
        }

        void AddForm(string form, string text)
        {
            var name = Name(id, revision, key, form);
            _texts[name] = text;
            if (text.Length >= Least && !text.StartsWith("-----", StringComparison.Ordinal))
            {
                names.TryAdd(text, name);
            }
            else if (text.Length > 64)
            {
                // A whole certificate, which only its first line has in common with others.
                names.TryAdd(text, name);
            }
        }
    }

    private static bool IsWord(string text) => text.Length < Long && (text.All(char.IsAsciiLetter) || text.All(char.IsAsciiDigit));

    private static string HideWord(string text, string word, string name)
    {
        var hidden = new StringBuilder();
        var from = 0;
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + word.Length, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at > 0 && IsPartOfWord(text[at - 1])) || (end < text.Length && IsPartOfWord(text[end])))
            {
                continue;
            }

            hidden.Append(text, from, at - from).Append(name);
            from = end;
        }

        return from == 0 ? text : hidden.Append(text, from, text.Length - from).ToString();
    }

    private static bool IsPartOfWord(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-';

    [GeneratedRegex("<secret:(?<id>[0-9a-z]{20})/(?<revision>[0-9]+)/(?<key>[a-z0-9-]+)(?<form>=|~|\\+[0-9]+)?>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Names();
}
