using Howdah.Server.Client.Transport;

namespace Howdah.Cli.Invocation;

/// <summary>The model that commands mean when none is named, as <c>switch</c> chose it: a file in the engine's folder.</summary>
internal static class CurrentModel
{
    private const string Default = "default";

    /// <summary>Its name.</summary>
    public static string Get(DataDirectory data)
    {
        try
        {
            return File.ReadAllText(PathIn(data)).Trim() is { Length: > 0 } name ? name : Default;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Default;
        }
    }

    /// <summary>Chooses one.</summary>
    public static void Set(DataDirectory data, string name)
    {
        try
        {
            File.WriteAllText(PathIn(data), name + "\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"cannot remember the model in \"{PathIn(data)}\": {error.Message}");
        }
    }

    /// <summary>Goes back to the default when this one was chosen.</summary>
    public static void Forget(DataDirectory data, string name)
    {
        if (name != Default && Get(data) == name)
        {
            Set(data, Default);
        }
    }

    private static string PathIn(DataDirectory data) => Path.Combine(data.Location, "current-model");
}
