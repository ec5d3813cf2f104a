using System.Runtime.InteropServices;

namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>
/// The process that Pebble runs as the service <c>postgresql</c>: it starts Patroni, is the reaper of all that Patroni starts, and when
/// this member is dead it proves it and gives the leader key back, so that a standby takes over at once.
/// </summary>
internal sealed class PatroniGuard : IDisposable
{
    /// <summary>The first argument that makes an executable this process.</summary>
    internal const string EntryPoint = "patroni-guard";

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StoreRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SuccessorLook = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SuccessorPatience = TimeSpan.FromSeconds(5);

    private readonly GuardSettings _settings;
    private readonly TimeProvider _time;
    private readonly Signals _signals = new();
    private readonly Member _member;
    private readonly LeaderKey _key;
    private readonly Succession _succession;
    private readonly Successors _successors;
    private readonly MemberStart _start;
    private readonly RestProbe _rest;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = Tick }) { Timeout = Tick };
    private readonly HttpClient _members;
    private GuardFacts _known = new() { Starting = true };
    private GuardVerdict? _last;
    private long _stopSince;
    private long _calledAt;

    private PatroniGuard(GuardSettings settings, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        _member = new(settings);
        var store = new Store(settings, _http);
        _key = new(settings, store);
        _succession = new(settings, store);
        _members = new(LocalAccess.MemberHandler(settings)) { Timeout = Tick };
        var others = new OtherMembers(settings, store, _members);
        _successors = new(settings, others, _members);
        _start = new(settings, new(settings, store), others, time);
        _rest = new(settings);
    }

    /// <summary>Runs the guard: <c>patroni-guard --config FILE</c>. Blocks the calling thread, which must be the main one.</summary>
    /// <returns>0 after a stop that was asked for, 1 when the member died, 2 when the arguments are wrong.</returns>
    internal static int Run(ReadOnlySpan<string> arguments)
    {
        if (arguments is not ["--config", var path])
        {
            Console.Error.WriteLine("usage: patroni-guard --config FILE");
            return 2;
        }

        using var guard = new PatroniGuard(GuardSettings.Load(path), TimeProvider.System);
        File.WriteAllText(IdFile(path), Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return guard.Run();
    }

    /// <summary>Where a guard with that configuration writes its process id.</summary>
    internal static string IdFile(string configuration) => Path.ChangeExtension(configuration, ".pid");

    public void Dispose()
    {
        _signals.Dispose();
        _member.Dispose();
        _http.Dispose();
        _members.Dispose();
    }

    private int Run()
    {
        // What Patroni leaves behind becomes our child, so the kernel tells us of its death.
        _ = Libc.ProcessControl(Libc.SetChildSubreaper, 1, 0, 0, 0);
        while (true)
        {
            var verdict = GuardDecision.Decide(Gather());
            Report(verdict);
            if (verdict.Step == GuardStep.Exit)
            {
                return _known.StopRequested ? 0 : 1;
            }

            Do(verdict.Step);
        }
    }

    private void Do(GuardStep step)
    {
        switch (step)
        {
            case GuardStep.StartPatroni:
                Start();
                break;
            case GuardStep.AskPatroniToStop:
                _member.Signal(Libc.SigTerm);
                _known = _known with { StopAsked = true };
                break;
            case GuardStep.HandOver:
                _known = _known with { StopAsked = true, HandingOver = true };
                _member.HandOver();
                break;
            case GuardStep.KillRemaining:
                _member.KillAll();
                break;
            case GuardStep.KillPatroni:
                _member.KillStrays();
                break;
            case GuardStep.ReleaseKey:
                WidenSuccession();
                _known = _known with { Key = _key.Release() };
                break;
            case GuardStep.CallSuccessors:
                _calledAt = _time.GetTimestamp();
                _known = _known with { Successor = _successors.Call() ? SuccessorState.Awaited : SuccessorState.None };
                break;
            case GuardStep.AwaitSuccessor:
                Wait(SuccessorLook);
                _known = _known with { Successor = LookForSuccessor() };
                if (_known.Successor == SuccessorState.Leads)
                {
                    // Whoever looked before it led would find it only at its next look, and it needs them to confirm its writes.
                    _successors.Call();
                }

                break;
            case GuardStep.LeaveToLease:
                Wait(StoreRetry);
                _known = _known with { Key = KeyState.NotTried };
                break;
            default:
                if (!_known.StopRequested)
                {
                    _succession.Rehearse();
                }

                Wait(Tick);
                break;
        }
    }

    private void Start()
    {
        if (!_known.WritersLeft && !_start.Prepare())
        {
            Wait(StoreRetry);
            return;
        }

        _member.StartPatroni();
        _known = _known with { Starting = false, Key = KeyState.NotTried, Successor = SuccessorState.NotCalled };
    }

    private GuardFacts Gather()
    {
        _member.Reap();
        var stopped = (_known.Starting || _known.StopRequested) && _member.Stopped();
        _known = _known with
        {
            PatroniAlive = _member.OwnPatroniAlive || (_known.Starting && _member.StrayPatronis().Count > 0),
            PostmasterCrashed = _member.PostmasterCrashed,
            Frozen = _known.Frozen || stopped,
            StopOverdue = _known.StopOverdue || (_known.StopAsked && Overdue()),
        };

        // With Patroni alive and well there is a PostgreSQL; to look for it would only cost time.
        var troubled = _known is { PatroniAlive: false } or { Frozen: true } or { Stalled: true } or { StopOverdue: true }
            or { PostmasterCrashed: true };
        return _known = _known with { WritersLeft = !troubled || _member.Writers().Count > 0 };
    }

    private void Wait(TimeSpan atMost)
    {
        var before = _time.GetTimestamp();
        foreach (var signal in _signals.Wait(_member.Watched, atMost))
        {
            switch (signal)
            {
                case PosixSignal.SIGTERM or PosixSignal.SIGINT when !_known.StopRequested:
                    _stopSince = _time.GetTimestamp();
                    var silent = _member.OwnPatroniAlive && !_member.Stopped() && !_rest.Answers();
                    _known = _known with { StopRequested = true, Frozen = silent, Primary = _member.IsPrimary() };
                    break;
                case PosixSignal.SIGHUP:
                    _member.Signal(Libc.SigHup);
                    break;
                default:
                    break;
            }
        }

        var stalled = _time.GetElapsedTime(before) > atMost + TimeSpan.FromSeconds(_settings.StallSeconds);
        _known = _known with { Stalled = _known.Stalled || (stalled && !_known.Starting) };
    }

    private void WidenSuccession()
    {
        // A primary that stops in good order has sent all it has to all standbys.
        if (_known is { HandingOver: true, StopOverdue: false })
        {
            return;
        }

        var ahead = _succession.Widen();
        if (ahead.Count > 0)
        {
            Console.Out.WriteLine($"guard of {_settings.Member}: {string.Join(", ", ahead)} may take over too: the synchronous standby has received less");
        }
    }

    private SuccessorState LookForSuccessor() => _key.IsHeldByAnother() ? SuccessorState.Leads
        : _time.GetElapsedTime(_calledAt) > SuccessorPatience ? SuccessorState.None
        : SuccessorState.Awaited;

    private bool Overdue() => _time.GetElapsedTime(_stopSince) > TimeSpan.FromSeconds(_settings.StopSeconds);

    private void Report(GuardVerdict verdict)
    {
        if (verdict != _last && verdict.Step != GuardStep.Nothing)
        {
            Console.Out.WriteLine($"guard of {_settings.Member}: {verdict.Step}: {verdict.Reason}");
        }

        _last = verdict;
    }
}
