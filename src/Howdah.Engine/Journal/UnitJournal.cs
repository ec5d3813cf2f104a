using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Howdah.Engine.Journal;

/// <summary>
/// The records of one unit: a file each, in a folder that only the engine's user may read. A record is there from the moment that its
/// dispatch begins, and whole when it has ended (written beside it and renamed), so the engine may die at any time.
/// </summary>
internal sealed class UnitJournal(string directory, int mostRecords, long mostBytes)
{
    // A unit that rests tells nothing but update-status: it must not push out what is worth reading.
    private const string Quiet = ".quiet.json";
    private const int MostQuiet = 10;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<int, Func<HookRecord>> _running = [];
    private int _last;

    /// <summary>Begins a record: takes the next number and puts what is known on the disk.</summary>
    /// <param name="begun">The record with the number that it is given.</param>
    /// <param name="sofar">What is known of it at any later time.</param>
    public HookRecord Begin(Func<int, HookRecord> begun, Func<HookRecord, HookRecord> sofar)
    {
        lock (_lock)
        {
            _last = (_last == 0 ? Files().Select(file => file.Id).DefaultIfEmpty(0).Max() : _last) + 1;
            var record = begun(_last);
            _running[record.Id] = () => sofar(record);
            Write(sofar(record));
            return record;
        }
    }

    /// <summary>Puts the whole record on the disk, and removes the oldest ones beyond the limits.</summary>
    public void End(HookRecord record)
    {
        lock (_lock)
        {
            Write(record);
            _running.TryRemove(record.Id, out _);
            Prune();
        }
    }

    /// <summary>All records that are kept, oldest first. One that can't be read is left out.</summary>
    public IEnumerable<HookRecord> Read() => Files().OrderBy(file => file.Id).Select(Read).OfType<HookRecord>();

    /// <summary>The record of that number; null when it isn't kept.</summary>
    public HookRecord? Find(int id) => Files().Where(file => file.Id == id).Select(Read).FirstOrDefault();

    /// <summary>Forgets everything.</summary>
    public void Delete()
    {
        lock (_lock)
        {
            if (Directory.Exists(directory))
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    private HookRecord? Read((int Id, string Path) file)
    {
        if (_running.TryGetValue(file.Id, out var running))
        {
            return running();
        }

        try
        {
            var record = JsonSerializer.Deserialize(File.ReadAllBytes(file.Path), JournalJson.Default.HookRecord);
            return record?.Outcome != HookOutcome.Running
                ? record
                : record with { Outcome = HookOutcome.Interrupted, Message = "the engine ended before the hook did" };
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return null;
        }
    }

    private void Write(HookRecord record)
    {
        try
        {
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
            var name = record.Id.ToString("D8", CultureInfo.InvariantCulture);
            var temporary = Path.Combine(directory, $"{name}.new");
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
            using (var file = new FileStream(temporary, options))
            {
                JsonSerializer.Serialize(file, record, JournalJson.Readable.HookRecord);
            }

            var target = Path.Combine(directory, $"{name}.json");
            File.Move(temporary, target, overwrite: true);
            if (record is { Name: "update-status", Outcome: HookOutcome.Succeeded })
            {
                File.Move(target, Path.Combine(directory, name + Quiet));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk must not stop the work that the record is about.
        }
    }

    private void Prune()
    {
        var files = Files().OrderByDescending(file => file.Id).ToList();
        var (bytes, kept, quiet) = (0L, 0, 0);
        foreach (var (id, path) in files)
        {
            bytes += new FileInfo(path).Length;
            var isQuiet = path.EndsWith(Quiet, StringComparison.Ordinal);
            if (++kept > mostRecords || bytes > mostBytes || (isQuiet && ++quiet > MostQuiet))
            {
                (kept, bytes) = (kept - 1, bytes - new FileInfo(path).Length);
                if (!_running.ContainsKey(id))
                {
                    File.Delete(path);
                }
            }
        }
    }

    private IEnumerable<(int Id, string Path)> Files() => Directory.Exists(directory)
        ? Directory.EnumerateFiles(directory, "*.json")
            .Select(path => (int.TryParse(Path.GetFileName(path).Split('.')[0], CultureInfo.InvariantCulture, out var id) ? id : 0, path))
            .Where(file => file.Item1 > 0)
        : [];
}
