using System.Text.Json;

namespace Howdah.Ops;

/// <summary>
/// Keeps the state in a file of the charm's folder, readable by its owner only. Like the folder, it does not survive its pod.
/// </summary>
internal sealed class FileStateStore(string path) : ICharmStateStore
{
    public const string FileName = ".howdah-state.json";

    public CharmState Load()
    {
        if (!File.Exists(path))
        {
            return CharmState.Empty;
        }

        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize(file, CharmStateJson.Default.CharmState) ?? CharmState.Empty;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(
                $"\"{path}\" is not what a charm saved ({e.Message}); removing it forgets deferred events and stored state", e);
        }
    }

    public void Save(CharmState state)
    {
        var temporary = path + ".new";
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var file = new FileStream(temporary, options))
        {
            JsonSerializer.Serialize(file, state, CharmStateJson.Default.CharmState);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
