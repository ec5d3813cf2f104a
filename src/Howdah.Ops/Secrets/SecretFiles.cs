using System.Text.RegularExpressions;

namespace Howdah.Ops;

/// <summary>
/// The values of a secret as files that only this user can read, for the length of one command: arguments are visible to others.
/// </summary>
internal sealed partial class SecretFiles : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("secret-").FullName;

    public SecretFiles(IReadOnlyDictionary<string, string> content)
    {
        if (content.Count == 0)
        {
            throw new ArgumentException("a secret needs at least one value", nameof(content));
        }

        var arguments = new List<string>();
        foreach (var (key, value) in content)
        {
            if (!KeyPattern().IsMatch(key))
            {
                throw new ArgumentException($"key \"{key}\" not valid", nameof(content));
            }

            var path = Path.Combine(folder, key);
            File.WriteAllText(path, value);
            arguments.Add($"{key}#file={path}");
        }

        Arguments = arguments;
    }

    public IReadOnlyList<string> Arguments { get; }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [GeneratedRegex("^([a-z](?:-?[a-z0-9]){2,})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KeyPattern();
}
