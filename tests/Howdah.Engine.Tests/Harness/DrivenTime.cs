namespace Howdah.Engine.Tests.Harness;

/// <summary>The machine's time, put forward by the test: what was to come meanwhile comes at once.</summary>
internal sealed class DrivenTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly HashSet<Timer> _timers = [];
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return System.GetUtcNow() + _ahead;
        }
    }

    /// <summary>Puts the time forward.</summary>
    public void Advance(TimeSpan by)
    {
        List<Timer> all;
        lock (_lock)
        {
            _ahead += by;
            all = [.. _timers];
        }

        all.ForEach(timer => timer.Hasten(by));
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        lock (_lock)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    private void Forget(Timer timer)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
        }
    }

    private sealed class Timer : ITimer
    {
        private readonly DrivenTime _time;
        private readonly ITimer _real;
        private readonly Lock _lock = new();
        private DateTimeOffset? _due;
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public Timer(DrivenTime time, TimerCallback callback, object? state)
        {
            _time = time;
            _real = System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_lock)
            {
                _due = dueTime == Timeout.InfiniteTimeSpan ? null : System.GetUtcNow() + dueTime;
                _period = period;
                return _real.Change(dueTime, period);
            }
        }

        public void Hasten(TimeSpan by)
        {
            lock (_lock)
            {
                if (_due is { } due)
                {
                    _due = due - by;
                    var left = _due.Value - System.GetUtcNow();
                    _real.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, _period);
                }
            }
        }

        public void Dispose()
        {
            _time.Forget(this);
            _real.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            _time.Forget(this);
            return _real.DisposeAsync();
        }
    }
}
