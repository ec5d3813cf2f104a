namespace Howdah.Server.Client.Transport;

/// <summary>The folder that holds all that an engine owns.</summary>
/// <param name="path">Absolute path.</param>
public sealed class DataDirectory(string path)
{
    /// <summary>The variable that names another folder than the default.</summary>
    public const string Variable = "HOWDAH_DATA";

    /// <summary>Absolute path of the folder.</summary>
    public string Location { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>Where the engine listens.</summary>
    public string Socket => Path.Combine(Location, "howdah.sock");

    /// <summary>The model's database.</summary>
    public string Database => Path.Combine(Location, "howdah.db");

    /// <summary>The engine's own log.</summary>
    public string Log => Path.Combine(Location, "engine.log");

    /// <summary>What callers over TLS know the engine by, and what it knows them by.</summary>
    public string Tls => Path.Combine(Location, "tls");

    /// <summary>Locked by the engine that serves this folder; holds its process id.</summary>
    public string Lock => Path.Combine(Location, "engine.lock");

    /// <summary>
    /// The folder that this process means: <c>HOWDAH_DATA</c>, else <c>/var/lib/howdah</c> for root and
    /// <c>$XDG_DATA_HOME/howdah</c> (<c>~/.local/share/howdah</c>) for others.
    /// </summary>
    public static DataDirectory FromEnvironment()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return new DataDirectory(named);
        }

        if (Environment.IsPrivilegedProcess)
        {
            return new DataDirectory("/var/lib/howdah");
        }

        var data = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        return new DataDirectory(Path.Combine(
            string.IsNullOrEmpty(data) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local/share") : data,
            "howdah"));
    }
}
