using System.Globalization;
using System.Text.RegularExpressions;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Plan;

/// <summary>Reads the layer files of the configuration directory, in order.</summary>
internal static partial class LayerFolder
{
    /// <exception cref="PlanException">A name or a content is not valid.</exception>
    public static List<Layer> Read(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        List<Layer> layers = [];
        Read(folder, 0, "", layers);
        return [.. layers.OrderBy(l => l.Order)];
    }

    private static void Read(string folder, int baseOrder, string prefix, List<Layer> layers)
    {
        Dictionary<int, string> numbers = [];
        Dictionary<string, string> labels = new(StringComparer.Ordinal);
        foreach (var path in Entries(folder))
        {
            var name = Path.GetFileName(path);
            var isFolder = name.EndsWith(".d", StringComparison.Ordinal) && Directory.Exists(path);
            if (!isFolder && !name.EndsWith(".yaml", StringComparison.Ordinal)) continue;
            if (isFolder && prefix.Length > 0) throw new PlanException("cannot have a layers sub-directory at this level");
            var match = (isFolder ? FolderName() : FileName()).Match(name);
            if (!match.Success)
            {
                throw new PlanException(isFolder
                    ? $"invalid layer sub-directory name: {GoQuote.Quote(name)} (must look like \"123-some-label.d\")"
                    : $"invalid layer filename: {GoQuote.Quote(name)} (must look like \"123-some-label.yaml\")");
            }
            var number = int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
            var label = match.Groups["label"].Value;
            if (numbers.TryGetValue(number, out var other) || labels.TryGetValue(label, out other))
            {
                throw new PlanException($"invalid layer filename: {GoQuote.Quote(name)} not unique (have {GoQuote.Quote(other)} already)");
            }
            numbers[number] = labels[label] = name;
            if (isFolder) Read(path, number * 1000, label + "/", layers);
            else layers.Add(LayerReader.Read(prefix + label, prefix.Length > 0 ? baseOrder + number : number * 1000, Content(path)));
        }
    }

    private static IEnumerable<string> Entries(string folder)
    {
        try
        {
            return Directory.GetFileSystemEntries(folder).Order(StringComparer.Ordinal);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PlanException($"cannot read layers directory: {failure.Message}");
        }
    }

    private static string Content(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PlanException($"cannot read layer file: {failure.Message}");
        }
    }

    [GeneratedRegex(@"^(?<number>[0-9]{3})-(?<label>[a-z](?:-?[a-z0-9]){2,})\.yaml$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileName();

    [GeneratedRegex(@"^(?<number>[0-9]{3})-(?<label>[a-z](?:-?[a-z0-9]){2,})\.d$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FolderName();
}
