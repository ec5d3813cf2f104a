using System.Security.Cryptography;
using Howdah.Engine.Agents;
using Howdah.Engine.Changes;
using Howdah.Engine.HookCommands;
using Howdah.Engine.Hooks;
using Howdah.Engine.Journal;
using Howdah.Engine.Substrates;
using Microsoft.Extensions.Logging;

namespace Howdah.Engine.Replay;

/// <summary>
/// Runs a recorded hook again: the same charm with the same variables, in a place made for it alone, where hook commands are answered
/// from the record. It has neither the unit's storage nor its workload containers, and nothing that it says reaches the model.
/// </summary>
internal sealed class HookReplay(EngineHost host, HookRecord record, string charmDirectory, SecretMask mask)
{
    private const string Prefix = "replay-";

    private readonly string _model = Prefix + RandomNumberGenerator.GetHexString(8, lowercase: true);
    private readonly HookRecording _recording = new();

    private string AgentDirectory => Path.Combine(ModelPaths.Replays(host.Options.DataDirectory), _model, Names.Tag(record.Unit));

    /// <summary>Runs it, and removes the place.</summary>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="EngineException">There is no place to run it.</exception>
    public async Task<ReplayResult> RunAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await RunInPlaceAsync(limit, cancellationToken).ConfigureAwait(false);
        }
        catch (SubstrateException e)
        {
            throw EngineException.Unavailable($"hook {record.Id} of {record.Unit} can't be replayed: {e.Message}", e);
        }
        finally
        {
            await RemoveAsync(host, _model, record.Unit).ConfigureAwait(false);
        }
    }

    /// <summary>Removes the places of replays under which an engine died.</summary>
    public static async Task RemoveLeftoversAsync(EngineHost host)
    {
        var folder = ModelPaths.Replays(host.Options.DataDirectory);
        foreach (var place in Directory.Exists(folder) ? Directory.GetDirectories(folder) : [])
        {
            foreach (var tag in Directory.GetDirectories(place).Select(Path.GetFileName))
            {
                var at = tag!.LastIndexOf('-');
                await RemoveAsync(host, Path.GetFileName(place), $"{tag["unit-".Length..at]}/{tag[(at + 1)..]}").ConfigureAwait(false);
            }
        }
    }

    private static async Task RemoveAsync(EngineHost host, string model, string unit)
    {
        await host.Substrate.RemoveUnitAsync(model, unit, CancellationToken.None).ConfigureAwait(false);
        var folder = ModelPaths.Replays(host.Options.DataDirectory);
        if (Directory.Exists(Path.Combine(folder, model)))
        {
            Directory.Delete(Path.Combine(folder, model), recursive: true);
        }

        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    private async Task<ReplayResult> RunInPlaceAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(AgentDirectory);
        var place = await MakePlaceAsync(cancellationToken).ConfigureAwait(false);
        if (record.State is { } state)
        {
            await WriteStateAsync(mask.Reveal(state), cancellationToken).ConfigureAwait(false);
        }

        var answers = new RecordedAnswers($"{_model}-{record.Id}", record, mask, _recording);
        var socket = HookSocket.Listen(AgentDirectory, host.Loggers.CreateLogger("Howdah.Engine.Replay"));
        await using (socket.ConfigureAwait(false))
        {
            socket.Serve(answers);
            var exitCode = await ExecuteAsync(place, answers, limit, cancellationToken).ConfigureAwait(false);
            return Compare(exitCode, answers);
        }
    }

    // What the charm brought along under that name may be a link to anywhere.
    private async Task WriteStateAsync(string state, CancellationToken cancellationToken)
    {
        var path = Path.Combine(AgentDirectory, CharmStateFile.Path);
        File.Delete(path);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        var file = new FileStream(path, options);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(state), cancellationToken).ConfigureAwait(false);
        }
    }

    // The charm is copied here, and must not be swept off meanwhile.
    private async Task<UnitPlace> MakePlaceAsync(CancellationToken cancellationToken)
    {
        using var holding = await host.Shelf.HoldAsync(cancellationToken).ConfigureAwait(false);
        return await host.Substrate.EnsureUnitAsync(
            new UnitSpec(_model, record.Unit, charmDirectory, record.CharmDigest, AgentDirectory, HookCommandTable.Names, null, [], []),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<int?> ExecuteAsync(UnitPlace place, RecordedAnswers answers, TimeSpan limit, CancellationToken cancellationToken)
    {
        var folders = new HookEnvironment.Folders(place.Root, record.Unit);
        IReadOnlyList<string> command = record.Command is { } shell ? ["/bin/bash", "-c", mask.Reveal(shell)]
            : File.Exists(Path.Combine(charmDirectory, "dispatch")) ? [$"{folders.Charm}/dispatch"]
            : [$"{folders.Charm}/{record.DispatchPath}"];
        var process = await host.Substrate.ExecAsync(
            _model, record.Unit, "charm", new ExecSpec(command) { Environment = Environment(folders, answers), WorkingDirectory = folders.Charm },
            cancellationToken).ConfigureAwait(false);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(limit);
        await using (process.ConfigureAwait(false))
        {
            await process.StandardInput.DisposeAsync().ConfigureAwait(false);
            var stdout = OutputCapture.Begin(process.StandardOutput, Take("stdout"), keep: false, cancellationToken);
            var stderr = OutputCapture.Begin(process.StandardError, Take("stderr"), keep: false, cancellationToken);
            try
            {
                var exitCode = await process.ExitCode.WaitAsync(end.Token).ConfigureAwait(false);
                await Task.WhenAll(stdout.Completion, stderr.Completion).WaitAsync(end.Token).ConfigureAwait(false);
                return exitCode;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                await process.SignalAsync("SIGKILL", cancellationToken).ConfigureAwait(false);
                return null;
            }
        }

        Action<string> Take(string source) => line => _recording.Add(new RecordedLine(source, line));
    }

    // Everything as it was, but for where the charm lies now and the id of the dispatch.
    private Dictionary<string, string> Environment(HookEnvironment.Folders folders, RecordedAnswers answers)
    {
        var then = record.Environment["JUJU_CHARM_DIR"];
        var root = then[..then.IndexOf("/var/lib/juju/", StringComparison.Ordinal)];
        var variables = record.Environment.ToDictionary(
            variable => variable.Key,
            variable => root.Length == 0 ? variable.Value : variable.Value.Replace(root, folders.Root, StringComparison.Ordinal),
            StringComparer.Ordinal);
        variables["JUJU_CONTEXT_ID"] = answers.Id;
        return variables;
    }

    private ReplayResult Compare(int? exitCode, RecordedAnswers answers)
    {
        var replayed = _recording.Fill(record);
        return new ReplayResult(
            record,
            exitCode,
            LineDifference.Between(Lines(record.Calls), [.. Lines(replayed.Calls).Select(answers.Hide)]),
            LineDifference.Between([.. record.Output.Select(line => line.Text)], [.. replayed.Output.Select(line => answers.Hide(line.Text))]),
            replayed.Calls.Count);
    }

    // Charms send what goes into several databags at once, in no order.
    private static List<string> Lines(IEnumerable<RecordedCall> calls) =>
        [.. calls.Select(Line).OrderBy(line => line.StartsWith("relation-set ", StringComparison.Ordinal) ? line : "", StringComparer.Ordinal)];

    private static string Line(RecordedCall call) =>
        call.CommandLine + (call.Input is null ? "" : $" < {call.Input.ReplaceLineEndings("\\n")}") + (call.ExitCode == 0 ? "" : $"  (exit code {call.ExitCode})");
}
