using Howdah.Engine.Models;
using Howdah.Engine.Store;
using Microsoft.Extensions.Logging;

namespace Howdah.Engine.CrossModel;

/// <summary>Brings what a model says to the models that it is related with, whenever one of them changes. The only writer of copies.</summary>
internal sealed partial class MirrorKeeper : IAsyncDisposable
{
    private readonly EngineHost _host;
    private readonly Func<IReadOnlyList<ModelService>> _models;
    private readonly ILogger _log;
    private readonly WakeSignal _wake = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public MirrorKeeper(EngineHost host, Func<IReadOnlyList<ModelService>> models)
    {
        (_host, _models) = (host, models);
        _log = host.Loggers.CreateLogger("Howdah.Engine.CrossModel");
    }

    /// <summary>Begins. All models have to be there: one that is not is taken to be gone, and what was related with it ends.</summary>
    public void Start() => _running = RunAsync();

    /// <summary>Looks at a model from now on, as long as it is there.</summary>
    public void Watch(ModelService model)
    {
        model.Wake(_wake, HasNews);
        _wake.Set();
    }

    /// <summary>Looks again: a model is gone.</summary>
    public void Look() => _wake.Set();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static bool HasNews(ModelSnapshot before, ModelSnapshot after) =>
        (Mirror.Concerns(before) || Mirror.Concerns(after))
        && !(ReferenceEquals(before.Relations, after.Relations) && ReferenceEquals(before.Secrets, after.Secrets)
            && ReferenceEquals(before.Offers, after.Offers) && ReferenceEquals(before.RemoteApplications, after.RemoteApplications)
            && ReferenceEquals(before.Applications, after.Applications) && ReferenceEquals(before.Units, after.Units));

    private async Task RunAsync()
    {
        await Task.Yield();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                while (await PassAsync().ConfigureAwait(false))
                {
                }

                await _wake.WaitAsync(Timeout.InfiniteTimeSpan, _host.Time, _stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(e);
                await Task.Delay(TimeSpan.FromSeconds(1), _host.Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // True when something was copied, which may be news for another model.
    private async Task<bool> PassAsync()
    {
        var isChanged = false;
        foreach (var model in _models().Where(model => Mirror.Concerns(model.Snapshot)))
        {
            var others = _models().Where(other => !ReferenceEquals(other, model))
                .ToDictionary(other => other.Snapshot.Model.Uuid, other => other.Snapshot, StringComparer.Ordinal);
            ModelSnapshot Copied(ModelSnapshot current) => Mirror.Of(current, others, _host.Now);
            if (!ReferenceEquals(Copied(model.Snapshot), model.Snapshot))
            {
                await model.ChangeAsync(Copied).ConfigureAwait(false);
                isChanged = true;
            }
        }

        return isChanged;
    }

    [LoggerMessage(EventId = 330, Level = LogLevel.Error, Message = "What models say to each other could not be brought to them; trying again")]
    private partial void LogFailed(Exception exception);
}
