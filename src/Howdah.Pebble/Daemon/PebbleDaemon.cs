using System.Text;
using Howdah.Pebble.Api;
using Howdah.Pebble.Checks;
using Howdah.Pebble.Exec;
using Howdah.Pebble.Forwarding;
using Howdah.Pebble.Identities;
using Howdah.Pebble.Native;
using Howdah.Pebble.Notices;
using Howdah.Pebble.Plan;
using Howdah.Pebble.Processes;
using Howdah.Pebble.Services;
using Howdah.Pebble.State;
using Howdah.Pebble.Text;
using Howdah.Pebble.Tls;

namespace Howdah.Pebble.Daemon;

/// <summary>The daemon: puts the parts together, serves until told to stop, and takes them apart in order.</summary>
internal sealed class PebbleDaemon : IAsyncDisposable
{
    private static readonly TimeSpan _requestGrace = TimeSpan.FromSeconds(1);
    private readonly TaskCompletionSource<(int Code, string? Signal)> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _bootId = Libc.GetPid() == 1 ? Guid.NewGuid().ToString() : File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
    private readonly RunOptions _options;
    private readonly StateFile _state;
    private readonly NoticeStore _notices;
    private readonly ChangeStore _changes;
    private readonly IdentityStore _identities;
    private readonly PlanManager _plan = new();
    private readonly Leftovers _leftovers;
    private readonly ServiceManager _services;
    private readonly CheckManager _checks;
    private readonly ExecManager _exec;
    private readonly ForwardManager _forwarding;

    public PebbleDaemon(RunOptions options, TimeProvider time)
    {
        _options = options;
        _state = new StateFile(options.Persist ? Path.Combine(options.Directory, ".pebble.state") : null, time);
        _notices = new NoticeStore(time, _state.MarkDirty);
        _changes = new ChangeStore(time, _notices, _state.MarkDirty);
        _identities = new IdentityStore(_state.MarkDirty);
        _leftovers = new Leftovers(options.Persist ? Path.Combine(options.Directory, ".pebble.services") : null, _bootId, time);
        _services = new ServiceManager(_plan, _changes, _leftovers, time, (code, _) => RequestExit(code, null));
        _checks = new CheckManager(_plan, _changes, time, _services.CheckFailed);
        _exec = new ExecManager(_plan, _changes, time);
        _forwarding = new ForwardManager(_services, time);
        Time = time;
    }

    /// <summary>Completes when requests are served and the default services, unless held, have been started.</summary>
    public Task Ready => _ready.Task;

    private TimeProvider Time { get; }

    /// <summary>Asks the daemon to stop; the first request decides the exit code.</summary>
    public void RequestExit(int code, string? signal) => _exit.TrySetResult((code, signal));

    /// <summary>Runs until a signal or a service ends it, and answers the exit code.</summary>
    /// <exception cref="StartException">It cannot start.</exception>
    public async Task<int> RunAsync()
    {
        Libc.Frugal();
        Reaper.Start();
        SecurityLog.Started();
        DirectorySetup.Prepare(_options);
        Load();
        using var tls = Tls();
        var listeners = Listen(tls);
        await _leftovers.TakeOverAsync(_plan.Current).ConfigureAwait(false);
        SeedIdentities();
        if (_options.Arguments.Count > 0) Try(() => _plan.SetArguments(_options.Arguments));
        if (_options.Verbose) _services.Output.Add(VerboseOutput.Write);
        _plan.Changed.Add(_checks.PlanChanged);
        _checks.PlanChanged(_plan.Current);
        _plan.Changed.Add(_forwarding.PlanChanged);
        _forwarding.PlanChanged(_plan.Current);
        await using var app = await WebServer.StartAsync(listeners, new Router([.. Operations()], _identities, _notices), Time).ConfigureAwait(false);
        if (_options.Http is not null) DaemonLog.Write($"HTTP API server listening on {GoQuote.Quote(_options.Http)}.");
        if (_options.Https is not null) DaemonLog.Write($"HTTPS API server listening on {GoQuote.Quote(_options.Https)}, fingerprint {tls!.Fingerprint}.");
        DaemonLog.Write("Started daemon.");
        SystemdNotify.Send("READY=1");
        using var watchdog = SystemdNotify.Watchdog(Time);
        _changes.Resume();
        var started = _options.Hold ? Task.CompletedTask : Autostart();
        _ = started.ContinueWith(_ => _ready.TrySetResult(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        using var trim = new IdleTrim(Time);
        using var pruner = new Pruner(_changes, _notices, Time);
        var (code, signal) = await _exit.Task.ConfigureAwait(false);
        if (signal is not null) DaemonLog.Write($"Exiting on {signal} signal.");
        await StopAsync(app).ConfigureAwait(false);
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        await _state.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (PlanException wrong)
        {
            throw new StartException(wrong.Message);
        }
    }

    private void Load()
    {
        try
        {
            _state.Start(_changes, _notices, _identities);
        }
        catch (Exception failure) when (failure is StateException or IOException or UnauthorizedAccessException)
        {
            throw new StartException(failure.Message);
        }
        try
        {
            _plan.Load(Path.Combine(_options.Directory, "layers"));
        }
        catch (PlanException wrong)
        {
            throw new StartException($"cannot load plan: {wrong.Message}");
        }
    }

    private TlsSettings? Tls()
    {
        if (_options.Https is not { } address) return null;
        if (!_options.Persist) throw new StartException("cannot use --https with PEBBLE_PERSIST=never: identity key requires persistent state");
        if (!CertificateCheck.HasOpenSsl) throw new StartException($"cannot listen on {GoQuote.Quote(address)}: HTTPS needs OpenSSL 3 (libssl.so.3), which this system does not have");
        return new TlsSettings(ServerIdentity.Load(_options.Directory, Time.GetUtcNow()), Time);
    }

    private List<Listener> Listen(TlsSettings? tls)
    {
        List<Listener> listeners = [new(ListenSocket.Unix(_options.Socket))];
        if (_options.Http is { } http) listeners.Add(new(ListenSocket.Tcp(http)));
        if (_options.Https is { } https) listeners.Add(new(ListenSocket.Tcp(https), tls));
        return listeners;
    }

    // Before anything is served, so that nobody is judged by the identities of the last run.
    private void SeedIdentities()
    {
        if (_options.Identities is not { } file) return;
        try
        {
            _identities.Apply("replace", IdentityFile.Read(file, "replace"));
        }
        catch (IdentityException refused)
        {
            throw new StartException($"cannot set identities: {refused.Message}");
        }
    }

    private IEnumerable<Operation> Operations() =>
    [
        .. new SystemApi(_bootId, _options.Http, _options.Https).Operations,
        .. new ChangesApi(_changes, _state, Time, _stopping.Token).Operations,
        .. new ServicesApi(_services, _checks, _plan, _state).Operations,
        .. new PlanApi(_plan).Operations,
        .. new ChecksApi(_checks).Operations,
        .. new NoticesApi(_notices, _state, _stopping.Token).Operations,
        .. new IdentitiesApi(_identities, _state).Operations,
        .. new ExecApi(_exec, _changes, _stopping.Token).Operations,
        .. new LogsApi(_services, _plan, _stopping.Token).Operations,
        .. new MetricsApi(_services, _checks, _plan).Operations,
        .. FilesApi.Operations,
    ];

    // Completes when the default services have been started, or could not be.
    private Task Autostart()
    {
        try
        {
            var change = _services.Autostart();
            DaemonLog.Write(change is null ? "Cannot start default services: no default services"
                : $"Started default services with change {change.Id}.");
            return change?.Ready.Task ?? Task.CompletedTask;
        }
        catch (PlanException wrong)
        {
            DaemonLog.Write($"Cannot start default services: {wrong.Message}");
            return Task.CompletedTask;
        }
    }

    private async Task StopAsync(WebApplication app)
    {
        SecurityLog.Stopping();
        DaemonLog.Write("Server exiting! Reason: <nil>");
        await _services.StopAllAsync().ConfigureAwait(false);
        SystemdNotify.Send("STOPPING=1");
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _changes.StopAsync(_requestGrace).ConfigureAwait(false);
        using var grace = new CancellationTokenSource(_requestGrace);
        await app.StopAsync(grace.Token).ConfigureAwait(false);
        await _forwarding.StopAsync().ConfigureAwait(false);
        _ = Libc.Unlink(_options.Socket);
    }
}
