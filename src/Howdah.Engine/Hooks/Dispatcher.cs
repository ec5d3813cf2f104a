using Howdah.Engine.Changes;
using Howdah.Engine.Journal;
using Howdah.Engine.Substrates;

namespace Howdah.Engine.Hooks;

/// <summary>How a dispatch ended.</summary>
/// <param name="ExitCode">The exit code of the charm.</param>
/// <param name="Stdout">What it printed, when that was to be kept.</param>
/// <param name="Stderr">What it printed to standard error, when that was to be kept.</param>
internal sealed record DispatchResult(int ExitCode, byte[] Stdout, byte[] Stderr)
{
    /// <summary>True when it was killed rather than ended by itself.</summary>
    public bool WasKilled => ExitCode is 137 or 143;
}

/// <summary>Runs a charm's processes in its container, with the environment of a dispatch.</summary>
internal static class Dispatcher
{
    // A charm that has ended has printed what it had to say; what still comes is on its way through a pipe.
    private static readonly TimeSpan OutputGrace = TimeSpan.FromSeconds(2);

    /// <summary>Runs a command of a dispatch to its end.</summary>
    /// <exception cref="SubstrateException">It can't be started.</exception>
    public static async Task<DispatchResult> RunAsync(
        HookContext context, IReadOnlyList<string> command, string source, bool keepOutput, CancellationToken cancellationToken)
    {
        var folders = new HookEnvironment.Folders(context.Root, context.Unit);
        var spec = new ExecSpec(command)
        {
            Environment = context.Recording.Environment,
            WorkingDirectory = folders.Charm,
        };
        var process = await context.Host.Substrate
            .ExecAsync(context.Seen.Model.Name, context.Unit, "charm", spec, cancellationToken).ConfigureAwait(false);
        await using (process.ConfigureAwait(false))
        {
            await process.StandardInput.DisposeAsync().ConfigureAwait(false);
            var module = $"unit.{context.Unit}.{source}";
            var stdout = OutputCapture.Begin(process.StandardOutput, line => Log("DEBUG", "stdout", line), keepOutput, cancellationToken);
            var stderr = OutputCapture.Begin(process.StandardError, line => Log("WARNING", "stderr", line), keepOutput, cancellationToken);
            var exitCode = await process.ExitCode.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await Task.WhenAll(stdout.Completion, stderr.Completion).WaitAsync(OutputGrace, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                Log("WARNING", "stderr", "a process that it left behind keeps its output open; what that one prints is not waited for");
            }

            return new DispatchResult(exitCode, stdout.Kept, stderr.Kept);

            void Log(string level, string stream, string text)
            {
                context.Recording.Add(new RecordedLine(stream, text));
                context.Append(level, module, text);
            }
        }
    }

    /// <summary>What is executed for a hook or an action: <c>dispatch</c>, or a file of its own; null when the charm has neither.</summary>
    /// <param name="charmDirectory">The charm's files on the engine's side.</param>
    /// <param name="context">The dispatch.</param>
    /// <param name="path"><c>hooks/install</c>.</param>
    public static string? FileFor(string charmDirectory, HookContext context, string path)
    {
        var folder = new HookEnvironment.Folders(context.Root, context.Unit).Charm;
        return File.Exists(Path.Combine(charmDirectory, "dispatch")) ? $"{folder}/dispatch"
            : File.Exists(Path.Combine(charmDirectory, path)) ? $"{folder}/{path}"
            : null;
    }
}
