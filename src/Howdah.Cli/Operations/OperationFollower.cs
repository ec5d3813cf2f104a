using System.Globalization;
using Howdah.Cli.Invocation;
using Howdah.Cli.Parsing;
using Howdah.Server.Client.Operations;

namespace Howdah.Cli.Operations;

/// <summary>Waits for an operation and shows what its tasks log meanwhile.</summary>
internal static class OperationFollower
{
    /// <summary>Says what was queued.</summary>
    public static void Announce(Call call, OperationDetail operation)
    {
        var count = operation.Tasks.Count;
        call.Error.WriteLine($"Running operation {operation.Id} with {count} task{(count == 1 ? "" : "s")}");
        foreach (var task in operation.Tasks)
        {
            call.Error.WriteLine($"  - task {task.Id} on {UnitName.Tag(task.Unit)}");
        }

        call.Error.WriteLine();
        foreach (var task in operation.Tasks)
        {
            call.Error.WriteLine($"Waiting for task {task.Id}...");
        }
    }

    /// <summary>The results by unit name, once all tasks ended.</summary>
    /// <exception cref="CliException">The time is over; the tasks go on.</exception>
    public static async Task<IReadOnlyDictionary<string, TaskDetail>> WaitAsync(
        Call call, OperationDetail operation, TimeSpan timeout, bool showLog, CancellationToken cancellationToken)
    {
        var results = new SortedDictionary<string, TaskDetail>(StringComparer.Ordinal);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            await foreach (var step in call.Model.WatchOperationAsync(operation.Id, deadline.Token).ConfigureAwait(false))
            {
                if (step.Log is { } log && showLog)
                {
                    call.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{log.Timestamp.ToLocalTime():HH:mm:ss} {log.Message}"));
                }

                if (step.Result is { } result)
                {
                    results[result.Unit] = result;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var missing = operation.Tasks.Where(task => !results.ContainsKey(task.Unit)).Select(task => $"unit {task.Unit}");
            throw new CliException($"timed out waiting for results from: {string.Join(", ", missing)}");
        }

        return results;
    }
}
