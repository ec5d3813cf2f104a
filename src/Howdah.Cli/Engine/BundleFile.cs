using Howdah.Cli.Invocation;
using Howdah.Server.Client.Applications;

namespace Howdah.Cli.Engine;

/// <summary>A bundle on this machine's disk.</summary>
internal static class BundleFile
{
    /// <summary>Whether an argument of <c>deploy</c> means a bundle and not a charm.</summary>
    public static bool IsOne(string argument) =>
        argument.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
        || argument.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
        || (Directory.Exists(argument) && File.Exists(Path.Combine(argument, "bundle.yaml")));

    /// <summary>Reads it.</summary>
    /// <exception cref="CliException">It cannot be read.</exception>
    public static BundleRequest Read(string argument)
    {
        var path = Path.GetFullPath(Directory.Exists(argument) ? Path.Combine(argument, "bundle.yaml") : argument);
        try
        {
            return new BundleRequest(File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CliException($"bundle not found at \"{path}\"");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"cannot read bundle \"{path}\": {error.Message}");
        }
    }
}
