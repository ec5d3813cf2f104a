using System.Globalization;
using System.Text;
using Howdah.Engine.Changes;
using Howdah.Engine.Charms;
using Howdah.Engine.DebugLogs;
using Howdah.Engine.Hooks;
using Howdah.Engine.Journal;
using Howdah.Engine.Models;
using Howdah.Engine.Store;
using Howdah.Engine.Substrates;
using TaskStatus = Howdah.Engine.Models.TaskStatus;

namespace Howdah.Engine.Agents;

/// <summary>Runs the actions and commands of one unit. One that fails does not put the unit in error.</summary>
internal sealed class TaskRunner(
    EngineHost host, ModelStore store, DebugLog debugLog, HookContextFactory contexts, HookSocketHolder socket, UnitPlaceKeeper place, string unit)
{
    public async Task RunAsync(int id, CancellationToken cancellationToken)
    {
        // On the disk before it begins: a task is never run twice, whatever happens to the engine.
        var started = host.Now;
        var seen = await store.CommitAsync(model => Units.Update(
            Operations.Update(model, id, task => task with { Status = TaskStatus.Running, Started = started }),
            unit,
            record => record with
            {
                Agent = record.Agent.To(AgentStatus.Executing, $"running action {model.Tasks[id].Action}", started),
            })).ConfigureAwait(false);
        if (!seen.Units.ContainsKey(unit) || !seen.Tasks.TryGetValue(id, out var task) || task.Status != TaskStatus.Running)
        {
            return;
        }

        using var context = contexts.Create(seen, null, task);
        var record = contexts.Record(context);
        var done = await DispatchAsync(context, task, cancellationToken).ConfigureAwait(false);
        done = await FinishAsync(context, done).ConfigureAwait(false);
        record.End(done.ReturnCode == 0 ? HookOutcome.Succeeded : HookOutcome.Failed, done.ReturnCode, done.Message);
    }

    private async Task<TaskRecord> DispatchAsync(HookContext context, TaskRecord task, CancellationToken cancellationToken)
    {
        if (CommandOf(context, task) is not { } command)
        {
            return task with { Status = TaskStatus.Failed, Message = $"action not implemented on unit \"{unit}\"" };
        }

        using var serving = socket.Serve(context);
        try
        {
            var result = await Dispatcher.RunAsync(context, command, task.Action, keepOutput: true, cancellationToken).ConfigureAwait(false);
            var (stdout, stdoutIsBase64) = Text(result.Stdout);
            var (stderr, stderrIsBase64) = Text(result.Stderr);
            return task with
            {
                ReturnCode = result.ExitCode,
                Stdout = stdout,
                StdoutIsBase64 = stdoutIsBase64,
                Stderr = stderr,
                StderrIsBase64 = stderrIsBase64,
                Status = context.FailMessage is null && (result.ExitCode == 0 || task.Action == TaskRecord.Exec)
                    ? TaskStatus.Completed
                    : TaskStatus.Failed,
                Message = context.FailMessage ?? (result.ExitCode == 0 || task.Action == TaskRecord.Exec
                    ? ""
                    : string.Create(CultureInfo.InvariantCulture, $"exit status {result.ExitCode}")),
            };
        }
        catch (SubstrateException e)
        {
            await place.EnsureAsync(cancellationToken).ConfigureAwait(false);
            return task with { Status = TaskStatus.Failed, Message = e.Message };
        }
    }

    private string[]? CommandOf(HookContext context, TaskRecord task) => task.Action == TaskRecord.Exec
        ? ["/bin/bash", "-c", task.Parameters.GetProperty("command").GetString() ?? ""]
        : Dispatcher.FileFor(contexts.CharmDirectory(context.Seen), context, $"actions/{task.Action}") is { } file ? [file] : null;

    private async Task<TaskRecord> FinishAsync(HookContext context, TaskRecord done)
    {
        await context.Gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (context.Results.Count > 0)
            {
                done = done with { Results = ConfigTyping.Element(context.Results) };
            }

            var writes = done.ReturnCode == 0;
            try
            {
                await store.CommitAsync(model => Finish(writes ? context.Write(model) : model, done)).ConfigureAwait(false);
            }
            catch (EngineException e) when (writes)
            {
                var failed = done with
                {
                    Status = TaskStatus.Failed,
                    ReturnCode = 1,
                    Message = "committing requested changes failed",
                    Stderr = done.StderrIsBase64 ? done.Stderr : $"{done.Stderr}{e.Message}\n",
                };
                await store.CommitAsync(model => Finish(model, failed)).ConfigureAwait(false);
                done = failed;
            }
        }
        finally
        {
            context.Gate.Release();
        }

        debugLog.Append(new LogEntry(
            host.Now, Names.Tag(unit), "INFO", "juju.worker.uniter.operation", $"ran \"{done.Action}\" action (via hook dispatching script: dispatch)"));
        return done;
    }

    // What the charm logged on its way is in the model already.
    private ModelSnapshot Finish(ModelSnapshot model, TaskRecord done) =>
        Operations.Update(model, done.Id, task => done with { Log = task.Log, Completed = host.Now });

    private static (string Text, bool IsBase64) Text(byte[] output)
    {
        try
        {
            return (new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(output), false);
        }
        catch (DecoderFallbackException)
        {
            return (Convert.ToBase64String(output), true);
        }
    }
}
