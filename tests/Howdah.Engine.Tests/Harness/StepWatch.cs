using System.Globalization;

namespace Howdah.Engine.Tests.Harness;

/// <summary>Watches for lines that are added to a file.</summary>
internal sealed class StepWatch : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly FileSystemWatcher _watcher;
    private readonly SemaphoreSlim _changed = new(0);
    private readonly string _path;
    private readonly int _skip;

    /// <summary>Lines that are there already don't count.</summary>
    public StepWatch(string path)
    {
        _path = path;
        _skip = File.Exists(path) ? File.ReadAllLines(path).Length : 0;
        _watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path));
        _watcher.Changed += (_, _) => _changed.Release();
        _watcher.Created += (_, _) => _changed.Release();
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Waits for a line that begins so.</summary>
    /// <returns>The number at its end.</returns>
    public async Task<int> WaitAsync(string beginning, string what)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            var line = File.Exists(_path)
                ? (await File.ReadAllLinesAsync(_path)).Skip(_skip).FirstOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal))
                : null;
            if (line is not null)
            {
                return int.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture);
            }

            try
            {
                await _changed.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException e)
            {
                throw new TimeoutException($"{what}: the charm did not come to \"{beginning}\"", e);
            }
        }
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _changed.Dispose();
    }
}
