using System.Globalization;
using Howdah.Cli.Invocation;
using Howdah.Cli.StatusView;
using Howdah.Server.Client.Logs;
using Howdah.Server.Client.Status;

namespace Howdah.Cli.Up;

/// <summary>Waits until all units are active and idle, and shows how it goes.</summary>
internal sealed class Deployment(Call call, ProgressView view, TimeProvider time)
{
    /// <summary>How long a unit may be broken before it counts as stuck: hooks are run again by themselves.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private const int LogLines = 15;
    private readonly Dictionary<string, long> _brokenSince = new(StringComparer.Ordinal);
    private Progress? _last;

    /// <summary>Returns the status when all is well.</summary>
    /// <exception cref="CliException">It is not, within the time; the unit that is stuck and its log were printed.</exception>
    public async Task<FullStatus> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            return await FollowAsync(deadline.Token, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw await StuckAsync(
                string.Create(CultureInfo.InvariantCulture, $"not all units are ready after {timeout.TotalSeconds:0} s"), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<FullStatus> FollowAsync(CancellationToken deadline, CancellationToken cancellationToken)
    {
        // The beat is for the clock, and for units that are broken without a change.
        await foreach (var status in StatusPulse.ReadAsync(call.Model, TimeSpan.FromSeconds(1), time, deadline).ConfigureAwait(false))
        {
            _last = status is null ? _last : Progress.Of(status);
            if (_last is null)
            {
                continue;
            }

            view.Show(_last);
            if (status is not null && _last.IsComplete)
            {
                return status;
            }

            if (IsStuck(_last))
            {
                throw await StuckAsync("a unit does not get on", cancellationToken).ConfigureAwait(false);
            }
        }

        throw new CliException($"model \"{call.Model.Name}\" went away");
    }

    private bool IsStuck(Progress progress)
    {
        foreach (var unit in progress.Units)
        {
            if (!unit.IsBroken)
            {
                _brokenSince.Remove(unit.Name);
            }
            else if (!_brokenSince.TryAdd(unit.Name, time.GetTimestamp()) && time.GetElapsedTime(_brokenSince[unit.Name]) > Patience)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<CliException> StuckAsync(string what, CancellationToken cancellationToken)
    {
        if (_last?.Missing is not [var unit, ..])
        {
            return new CliException($"{what}; {_last?.Units.Count ?? 0} of {_last?.Wanted ?? 0} units are there");
        }

        call.Error.WriteLine();
        call.Error.WriteLine($"The last lines of the log of {unit.Name} ('howdah debug-log --replay --include {unit.Name}' has all):");
        var query = new LogQuery { Include = [unit.Name], Backlog = LogLines };
        var format = new Logs.LogLineFormat(Date: false, Milliseconds: true, Utc: false, call.Error.UsesColour);
        await foreach (var line in call.Model.ReadLogAsync(query, cancellationToken).ConfigureAwait(false))
        {
            call.Error.WriteLine("  " + format.Render(line));
        }

        call.Error.WriteLine();
        return new CliException($"{what}: {unit.Name} is {unit.Workload}/{unit.Agent}{(unit.Message.Length == 0 ? "" : $": {unit.Message}")}");
    }
}
