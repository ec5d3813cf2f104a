using System.Text.RegularExpressions;

namespace Howdah.Ops;

/// <summary>
/// The values of a secret as files that only this user can read, for the length of one command: arguments are visible to others.
/// </summary>
internal sealed partial class SecretFiles : IDisposable
{
    private readonly string folder;

    public SecretFiles(IReadOnlyDictionary<string, string> content)
    {
        if (content.Count == 0)
        {
            throw new ArgumentException("a secret needs at least one value", nameof(content));
        }

        if (content.Keys.FirstOrDefault(key => !KeyPattern().IsMatch(key)) is { } wrong)
        {
            throw new ArgumentException($"key \"{wrong}\" not valid", nameof(content));
        }

        folder = Directory.CreateTempSubdirectory("secret-").FullName;
        Arguments = [.. content.Select(entry => Write(entry.Key, entry.Value))];
    }

    public IReadOnlyList<string> Arguments { get; }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Write(string key, string value)
    {
        var path = Path.Combine(folder, key);
        File.WriteAllText(path, value);
        return $"{key}#file={path}";
    }

    [GeneratedRegex("^([a-z](?:-?[a-z0-9]){2,})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KeyPattern();
}
