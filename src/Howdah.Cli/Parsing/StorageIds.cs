using Howdah.Cli.Invocation;

namespace Howdah.Cli.Parsing;

/// <summary>Names of storage instances, <c>pgdata/0</c>.</summary>
internal static class StorageIds
{
    /// <summary>All of them; several may be in one argument, with commas between.</summary>
    /// <exception cref="CliException">One is no such name.</exception>
    public static IReadOnlyList<string> Parse(IEnumerable<string> arguments) => [.. arguments.SelectMany(argument => argument.Split(',')).Select(Require)];

    private static string Require(string id) =>
        id.Split('/') is [{ Length: > 0 }, { Length: > 0 } number] && number.All(char.IsAsciiDigit)
            ? id
            : throw CliException.BadUsage($"invalid storage ID \"{id}\", expected something like pgdata/0");
}
