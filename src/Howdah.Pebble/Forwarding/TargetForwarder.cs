using Howdah.Pebble.Daemon;
using Howdah.Pebble.Plan;
using Howdah.Pebble.Services;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Forwarding;

/// <summary>
/// Forwards logs to one target: a batch goes out when it is full, or a second after its first line. What fails is sent again,
/// at growing intervals; what comes meanwhile waits in the rings of the services.
/// </summary>
internal sealed class TargetForwarder : IAsyncDisposable
{
    private static readonly TimeSpan _flushDelay = TimeSpan.FromSeconds(1), _requestLimit = TimeSpan.FromSeconds(10),
        _firstRetry = TimeSpan.FromSeconds(1), _lastRetry = TimeSpan.FromSeconds(10), _longestAsked = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(1), _lastFlush = TimeSpan.FromSeconds(2);

    private readonly LogCursor _cursor;
    private readonly TimeProvider _time;
    private readonly string _quoted;
    private readonly Wakeup _due = new(), _aimed = new();
    private readonly CancellationTokenSource _stop = new(), _cut = new();
    private readonly ITimer _timer;
    private readonly Task _loop;
    private (string? Type, string? Location) _aim;
    private volatile ILogDestination? _next;
    private ILogDestination? _destination;
    private bool _failing, _refusing;
    private int _waiting;

    public TargetForwarder(string name, LogCursor cursor, TimeProvider time)
    {
        (_quoted, _cursor, _time) = (GoQuote.Quote(name), cursor, time);
        _timer = time.CreateTimer(
            static f => ((TargetForwarder)f!)._due.Set(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _loop = LoopAsync();
    }

    /// <summary>Follows a change of the plan: where to send, and what of which service. Called by one at a time.</summary>
    public void PlanChanged(LogTarget target, CombinedPlan plan)
    {
        _cursor.PlanChanged(target, plan);
        if (_aim != (target.Type, target.Location))
        {
            var moved = _aim.Type is not null;
            _aim = (target.Type, target.Location);
            Interlocked.Exchange(ref _next, Destination(target))?.Dispose();
            if (moved) _aimed.Set();
        }
        _due.Set();
    }

    /// <summary>Takes note of a new line.</summary>
    public void Added(LogEntry entry)
    {
        if (!_cursor.Wants(entry.Service)) return;
        switch (Interlocked.Increment(ref _waiting))
        {
            case 1:
                _timer.Change(_flushDelay, Timeout.InfiniteTimeSpan);
                break;
            case LogCursor.BatchSize:
                _due.Set();
                break;
        }
    }

    /// <summary>Sends what is left, as far as the target takes it at once, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAny(_loop, Task.Delay(_grace, _time)).ConfigureAwait(false);
        await _cut.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        using var limit = new CancellationTokenSource(_lastFlush, _time);
        while (await SendNextAsync(LogRing.LastSequence, limit.Token).ConfigureAwait(false) is Delivery.Taken or Delivery.Refused)
        {
            // The next batch.
        }
        await _timer.DisposeAsync().ConfigureAwait(false);
        foreach (var part in (IDisposable?[])[_destination, _next, _due, _aimed, _stop, _cut]) part?.Dispose();
    }

    private static ILogDestination Destination(LogTarget target) => target.Type switch
    {
        "loki" => new HttpDestination(target.Location!, LokiFormat.ContentType, LokiFormat.Write),
        "opentelemetry" => new HttpDestination(
            target.Location!.TrimEnd('/') + OpenTelemetryFormat.Path, OpenTelemetryFormat.ContentType, OpenTelemetryFormat.Write),
        _ => new SyslogDestination(target.Location!),
    };

    private async Task LoopAsync()
    {
        try
        {
            while (true)
            {
                await _due.WaitAsync(_stop.Token).ConfigureAwait(false);
                // First the count, then the mark: a line in between is counted for the next round and may go out in this one.
                Interlocked.Exchange(ref _waiting, 0);
                await SendAllAsync(LogRing.LastSequence).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The end, or its beginning: what is left is sent by DisposeAsync.
        }
    }

    private async Task SendAllAsync(long upTo)
    {
        var retry = _firstRetry;
        while (await SendNextAsync(upTo, _cut.Token).ConfigureAwait(false) is { } delivery)
        {
            if (delivery is not Delivery.Failed failed)
            {
                retry = _firstRetry;
                continue;
            }
            var pause = failed.After is not { } asked ? retry : asked < _longestAsked ? asked : _longestAsked;
            using var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            await Task.WhenAny(Task.Delay(pause, _time, over.Token), _aimed.WaitAsync(over.Token)).ConfigureAwait(false);
            await over.CancelAsync().ConfigureAwait(false);
            _stop.Token.ThrowIfCancellationRequested();
            retry = retry * 2 < _lastRetry ? retry * 2 : _lastRetry;
        }
    }

    // Sends one batch and answers what became of it; null when there is nothing to send.
    private async Task<Delivery?> SendNextAsync(long upTo, CancellationToken cancellation)
    {
        if (_cursor.Next(upTo) is not { Count: > 0 } batch) return null;
        if (Interlocked.Exchange(ref _next, null) is { } next)
        {
            _destination?.Dispose();
            _destination = next;
        }
        if (_destination is null) return null;
        var delivery = await TrySendAsync(batch, cancellation).ConfigureAwait(false);
        if (delivery is not Delivery.Failed) _cursor.Pass(batch);
        Note(delivery, batch);
        return delivery;
    }

    private async Task<Delivery> TrySendAsync(IReadOnlyList<LogStream> batch, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(_requestLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            return await _destination!.SendAsync(batch, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new Delivery.Failed(cancellation.IsCancellationRequested ? "the daemon stops" : "no answer within 10s");
        }
    }

    // An outage is told once, at its beginning and at its end.
    private void Note(Delivery delivery, IReadOnlyList<LogStream> batch)
    {
        switch (delivery)
        {
            case Delivery.Failed failed when !_failing:
                DaemonLog.Write($"Cannot flush logs to target {_quoted}: {failed.Reason}");
                break;
            case Delivery.Refused refused when !_refusing:
                var lines = batch.Sum(s => s.Entries.Count);
                DaemonLog.Write($"Target {_quoted} refused {lines} log lines, which are dropped: {refused.Reason}");
                break;
            case Delivery.Taken when _failing || _refusing:
                DaemonLog.Write($"Target {_quoted} takes logs again.");
                break;
        }
        (_failing, _refusing) = (delivery is Delivery.Failed, delivery is Delivery.Refused);
    }
}
