using Howdah.Engine.Hooks;
using Howdah.Engine.Models;

namespace Howdah.Engine.Journal;

/// <summary>Keeps one dispatch's record from its begin to its end.</summary>
internal sealed class RecordKeeper
{
    private readonly ModelJournal _journal;
    private readonly HookContext _context;
    private readonly ModelSnapshot _before;
    private readonly HookRecord _begun;

    private RecordKeeper(ModelJournal journal, HookContext context)
    {
        (_journal, _context, _before) = (journal, context, context.Seen);
        context.Recording.Environment = HookEnvironment.Of(context, new HookEnvironment.Folders(context.Root, context.Unit));
        context.Recording.State = CharmStateFile.Read(context.AgentDirectory);
        _begun = journal.Of(context.Unit).Begin(Begun, record => Masked(context.Recording.Fill(record)));
    }

    /// <summary>Begins to keep a dispatch.</summary>
    public static RecordKeeper Begin(ModelJournal journal, HookContext context) => new(journal, context);

    /// <summary>The dispatch has ended.</summary>
    /// <param name="outcome">One of <see cref="HookOutcome"/>.</param>
    /// <param name="exitCode">Exit code; null when the charm never came to an end.</param>
    /// <param name="message">Why it failed.</param>
    public void End(string outcome, int? exitCode, string message) =>
        _journal.Of(_context.Unit).End(Masked(_context.Recording.Fill(_begun) with
        {
            Ended = _context.Host.Now,
            Outcome = outcome,
            ExitCode = exitCode,
            Message = message,
            Writes = Writes(),
        }));

    private HookRecord Begun(int id)
    {
        var charm = _context.Seen.CharmRecords[_context.Record.CharmId];
        return new HookRecord
        {
            Id = id,
            Unit = _context.Unit,
            Name = _context.Hook?.Name ?? _context.Task!.Action,
            DispatchPath = _context.Hook is { } hook ? $"hooks/{hook.Name}"
                : _context.Task!.Action == TaskRecord.Exec ? ""
                : $"actions/{_context.Task.Action}",
            Charm = charm.Id,
            CharmDigest = charm.Digest,
            Attempt = _context.Record.Told.Failure is { } failure && failure.Hook == _context.Hook ? failure.Attempts + 1 : 1,
            Started = _context.Host.Now,
            Command = _context.Task is { Action: TaskRecord.Exec } task ? CommandOf(task) : null,
        };
    }

    private string CommandOf(TaskRecord task) =>
        _journal.MaskOf(_context.Seen).Hide(task.Parameters.GetProperty("command").GetString() ?? "");

    private IReadOnlyList<RecordedWrite> Writes()
    {
        try
        {
            return HookWrites.Between(_before, _context.View, _context.Unit);
        }
        catch (EngineException)
        {
            // A write that is refused makes no difference; the hook failed for it, and its message says so.
            return [];
        }
    }

    // Both what the dispatch made secret itself and what others did meanwhile.
    private HookRecord Masked(HookRecord record)
    {
        var masks = new[] { _context.Recording.Own, _journal.MaskOf(_context.Live) };
        string Hide(string text) => masks.Aggregate(text, (hidden, mask) => mask.Hide(hidden));
        return record with
        {
            Message = Hide(record.Message),
            State = record.State is null ? null : Hide(record.State),
            Calls = [.. record.Calls.Select(call => call with
            {
                Arguments = [.. call.Arguments.Select(Hide)],
                Input = call.Input is null ? null : Hide(call.Input),
                Output = Hide(call.Output),
                Error = Hide(call.Error),
            })],
            Output = [.. record.Output.Select(line => line with { Text = Hide(line.Text) })],
            Writes = [.. record.Writes.Select(write => write with
            {
                Before = write.Before is null ? null : Hide(write.Before),
                After = write.After is null ? null : Hide(write.After),
            })],
        };
    }
}
