using System.Globalization;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Parsing;

/// <summary>Juju's storage directive <c>name=[pool,][size,]count</c>. Pool and size say nothing here: storage is a folder of this machine.</summary>
internal static class StorageCount
{
    /// <summary>The counts by name; 1 where only pool or size is given.</summary>
    /// <exception cref="CliException">A directive makes no sense.</exception>
    public static Dictionary<string, int> ParseAll(IEnumerable<string> directives) =>
        KeyValue.ParsePlain(directives).ToDictionary(
            directive => directive.Key, directive => Count(directive.Key, directive.Value), StringComparer.Ordinal);

    private static int Count(string name, string value)
    {
        var parts = value.Split(',');
        var numbers = parts.Where(part => part.Length > 0 && part.All(char.IsAsciiDigit)).ToList();
        return value.Length > 0 && numbers.Count <= 1 && !Array.Exists(parts, string.IsNullOrEmpty)
            && int.TryParse(numbers.FirstOrDefault() ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? count
                : throw CliException.BadUsage($"invalid storage directive \"{name}={value}\": expected name=count, or name=pool,size,count");
    }
}
