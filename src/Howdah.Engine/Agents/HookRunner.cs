using System.Globalization;
using Howdah.Engine.Changes;
using Howdah.Engine.DebugLogs;
using Howdah.Engine.Hooks;
using Howdah.Engine.Journal;
using Howdah.Engine.Models;
using Howdah.Engine.Resolving;
using Howdah.Engine.Store;
using Howdah.Engine.Substrates;

namespace Howdah.Engine.Agents;

/// <summary>Runs the hooks of one unit: one transaction each.</summary>
internal sealed class HookRunner(
    EngineHost host, ModelStore store, DebugLog debugLog, HookContextFactory contexts, HookSocketHolder socket, UnitPlaceKeeper place, string unit)
{
    private const int MostInterruptions = 3;

    private int _interruptions;

    public async Task RunAsync(Step.Hook step, EventQueue events, CancellationToken cancellationToken)
    {
        var hook = step.Info;
        var seen = await store.UpdateAsync(model => Outcome.Begin(model, unit, hook, host.Now)).ConfigureAwait(false);
        if (!seen.Units.ContainsKey(unit))
        {
            return;
        }

        if (Outcome.IsNoted(hook))
        {
            await store.CommitAsync(model => model).ConfigureAwait(false);
        }

        using var context = contexts.Create(seen, hook, null);
        var problem = await RunAsync(context, seen, hook, cancellationToken).ConfigureAwait(false);
        if (problem is null)
        {
            _interruptions = 0;
            if (step.Event is not null)
            {
                events.Remove(step.Event);
            }

            return;
        }

        // A container that died under its hook is told of anew when it is back; a hook that was killed is simply run again.
        var isTakenBack = step.Event is not null && !events.Current.Contains(step.Event);
        if (isTakenBack || (problem == Interrupted && ++_interruptions <= MostInterruptions))
        {
            Log("WARNING", $"hook \"{hook.Name}\" was interrupted, running it again");
            return;
        }

        await FailAsync(hook, problem).ConfigureAwait(false);
    }

    private const string Interrupted = "signal: killed";

    // Null when it succeeded, otherwise what went wrong.
    private async Task<string?> RunAsync(HookContext context, ModelSnapshot seen, HookInfo hook, CancellationToken cancellationToken)
    {
        if (Dispatcher.FileFor(contexts.CharmDirectory(context.Seen), context, $"hooks/{hook.Name}") is not { } file)
        {
            Log("DEBUG", $"skipped \"{hook.Name}\" hook (missing)");
            return await CommitAsync(context, seen, hook).ConfigureAwait(false);
        }

        var record = contexts.Record(context);
        var (problem, exitCode) = await DispatchAsync(context, file, cancellationToken).ConfigureAwait(false);
        problem ??= await CommitAsync(context, seen, hook).ConfigureAwait(false);
        record.End(
            problem is null ? HookOutcome.Succeeded : problem == Interrupted ? HookOutcome.Interrupted : HookOutcome.Failed, exitCode, problem ?? "");
        return problem;
    }

    private async Task<(string? Problem, int? ExitCode)> DispatchAsync(HookContext context, string file, CancellationToken cancellationToken)
    {
        var name = context.Hook!.Name;
        using var serving = socket.Serve(context);
        try
        {
            var result = await Dispatcher.RunAsync(context, [file], name, keepOutput: false, cancellationToken).ConfigureAwait(false);
            return (result.WasKilled ? Interrupted
                : result.ExitCode == 0 ? null
                : string.Create(CultureInfo.InvariantCulture, $"exit status {result.ExitCode}"), result.ExitCode);
        }
        catch (SubstrateException e)
        {
            // The charm's container is down: it comes back first, then the hook is run again.
            Log("WARNING", $"hook \"{name}\" could not be run: {e.Message}");
            await place.EnsureAsync(cancellationToken).ConfigureAwait(false);
            return (_interruptions < MostInterruptions ? Interrupted : e.Message, null);
        }
    }

    private async Task<string?> CommitAsync(HookContext context, ModelSnapshot seen, HookInfo hook)
    {
        await context.Gate.WaitAsync().ConfigureAwait(false);
        try
        {
            await store.CommitAsync(model => Outcome.Succeeded(context.Write(model), seen, unit, hook, host.Now)).ConfigureAwait(false);
            Log("INFO", $"ran \"{hook.Name}\" hook (via hook dispatching script: dispatch)");
            return null;
        }
        catch (EngineException e)
        {
            return $"committing requested changes failed: {e.Message}";
        }
        finally
        {
            context.Gate.Release();
        }
    }

    private async Task FailAsync(HookInfo hook, string problem)
    {
        Log("ERROR", $"hook \"{hook.Name}\" (via hook dispatching script: dispatch) failed: {problem}");
        var options = host.Options;
        ModelSnapshot Failed(ModelSnapshot model) => Outcome.Failed(model, unit, hook, host.Now, attempts =>
            ModelConfig.RetriesHooks(model.Model) ? Backoff.After(attempts, options.RetryFirst, options.RetryMost) : null);
        ModelSnapshot after;
        try
        {
            after = await store.CommitAsync(Failed).ConfigureAwait(false);
        }
        catch (EngineException)
        {
            // The disk that refused the hook refuses this too: what is in memory holds the unit back until it can be written.
            after = await store.UpdateAsync(Failed).ConfigureAwait(false);
        }

        if (after.Units.GetValueOrDefault(unit) is { Told.Failure: null } record
            && after.Applications[record.Application].RefreshNote is { Length: > 0 } note)
        {
            Log("WARNING", note);
        }
        else
        {
            Log("INFO", $"awaiting error resolution for \"{hook.Name}\" hook");
        }
    }

    private void Log(string level, string text) =>
        debugLog.Append(new LogEntry(host.Now, Names.Tag(unit), level, "juju.worker.uniter.operation", text));
}
