using Howdah.Pebble.Text;

namespace Howdah.Pebble.State;

/// <summary>One step of a change. Read and changed under the lock of <see cref="ChangeStore"/> only.</summary>
internal sealed class ChangeTask(string id, string kind, string summary, DateTimeOffset spawnTime)
{
    private const int LogLimit = 10;

    public string Id { get; } = id;

    public string Kind { get; } = kind;

    public string Summary { get; } = summary;

    public DateTimeOffset SpawnTime { get; } = spawnTime;

    public DateTimeOffset? ReadyTime { get; set; }

    public required Change Change { get; init; }

    /// <summary>Tasks of one lane fail together.</summary>
    public int Lane { get; init; }

    /// <summary>The service or check that it is about.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Tasks that must be Done before this one begins.</summary>
    public List<ChangeTask> WaitFor { get; } = [];

    public Status Status { get; set; } = Status.Do;

    public List<string> Log { get; } = [];

    /// <summary>The exit code of an exec, once it has ended.</summary>
    public int? ExitCode { get; set; }

    /// <summary>Cancels the handler that is running.</summary>
    public CancellationTokenSource? Running { get; set; }

    /// <summary>The ERROR entries of the log, without time and level.</summary>
    public string ErrorText => string.Join('\n', Log.Where(l => LevelOf(l) is "ERROR").Select(MessageOf));

    public void AddLog(DateTimeOffset time, string level, string message)
    {
        if (Log.Count >= LogLimit) Log.RemoveRange(0, Log.Count - LogLimit + 1);
        Log.Add($"{GoTime.LocalSeconds(time)} {level} {message}");
    }

    private static string LevelOf(string entry) => entry.Split(' ', 3) is [_, var level, ..] ? level : "";

    private static string MessageOf(string entry) => entry.Split(' ', 3) is [_, _, var message] ? message : entry;
}
