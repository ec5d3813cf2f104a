using System.Text.Json.Nodes;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Cli;

/// <summary>Up to when this user has listed and okayed notices or warnings, by socket, in <c>pebble/cli.json</c> of the configuration folder.</summary>
internal sealed class SeenNotices
{
    private readonly string _listed, _okayed;
    private readonly string? _path;
    private readonly JsonObject _root;
    private readonly JsonObject _mine;

    private SeenNotices(string? path, JsonObject root, string socket, string what)
    {
        (_listed, _okayed) = ($"{what}-last-listed", $"{what}-last-okayed");
        (_path, _root) = (path, root);
        var all = Child(root, "pebble");
        _mine = Child(all, socket);
    }

    /// <summary>Notices up to here are not shown any more; null: all are.</summary>
    public string? LastOkayed => (string?)_mine[_okayed];

    /// <summary>The newest that was shown; null: none was.</summary>
    public string? LastListed => (string?)_mine[_listed];

    /// <param name="socket">The daemon's.</param>
    /// <param name="what"><c>notices</c> or <c>warnings</c>.</param>
    public static SeenNotices Load(string socket, string what = "notices")
    {
        var folder = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } xdg ? xdg
            : Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".config") : null;
        var path = folder is null ? null : Path.Combine(folder, "pebble", "cli.json");
        try
        {
            var root = path is not null && File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path)) as JsonObject : null;
            return new SeenNotices(path, root ?? [], socket, what);
        }
        catch (Exception wrong) when (wrong is System.Text.Json.JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CliException($"cannot read {GoQuote.Quote(path)}: {wrong.Message}");
        }
    }

    /// <summary>Remembers the time of the newest notice that was shown.</summary>
    public void SetListed(string time)
    {
        _mine[_listed] = time;
        Save();
    }

    /// <summary>Takes what was listed as seen; false when nothing was.</summary>
    public bool Okay()
    {
        if (LastListed is not { } listed) return false;
        _mine[_okayed] = listed;
        Save();
        return true;
    }

    private static JsonObject Child(JsonObject parent, string key)
    {
        if (parent[key] is JsonObject found) return found;
        var made = new JsonObject();
        parent[key] = made;
        return made;
    }

    private void Save()
    {
        if (_path is null) return;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!, (UnixFileMode)0x1C0);
            var temporary = $"{_path}.{Environment.ProcessId}~";
            using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = (UnixFileMode)0x180 }))
            {
                file.Write(System.Text.Encoding.UTF8.GetBytes(_root.ToJsonString()));
            }
            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A read-only home must not keep anybody from listing notices.
        }
    }
}
