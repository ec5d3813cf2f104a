namespace Howdah.Ops;

/// <summary>Runs one dispatch of a charm (Juju contract 8.1).</summary>
public static class CharmDispatcher
{
    /// <summary>
    /// Makes the charm, tells it what was deferred and what happened, asks for its status, and saves what it remembers.
    /// </summary>
    /// <param name="setup">The world around it.</param>
    /// <param name="create">Makes the charm.</param>
    /// <param name="cancellationToken">Handed to the handlers.</param>
    /// <returns>The exit code: 0, or 1 when the charm threw.</returns>
    public static async Task<int> RunAsync(
        CharmSetup setup, Func<CharmContext, Charm> create, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(create);
        var context = new CharmContext(setup, setup.State.Load());
        try
        {
            await TellAsync(context, create, cancellationToken);
            return 0;
        }
        catch (EndDispatchException end)
        {
            context.On.FlushActions();
            context.Model.Flush();
            if (end.Status is { } status)
            {
                context.Model.Unit.Status = status;
            }

            return 0;
        }
        catch (Exception e)
        {
            Report(setup, context, e);
            setup.Uncaught?.Invoke(e);
            return 1;
        }
    }

    private static async Task TellAsync(
        CharmContext context, Func<CharmContext, Charm> create, CancellationToken cancellationToken)
    {
        _ = create(context);
        var kind = EventReader.KindOf(context.Environment);
        var restricted = kind is "collect_metrics" or "meter_status_changed";
        if (!restricted)
        {
            await context.Emitter.ReemitAsync(cancellationToken);
        }

        if (kind is not null && context.On.Find(kind) is { } source)
        {
            await context.Emitter.EmitAsync(source, EventReader.SnapshotOf(context.Environment), cancellationToken);
        }
        else
        {
            context.Log.Debug($"Nothing to do for {context.Environment.DispatchPath}.");
        }

        if (!restricted)
        {
            await CollectStatusAsync(context, cancellationToken);
        }

        context.On.FlushActions();
        context.Model.Flush();
        context.Save();
    }

    private static async Task CollectStatusAsync(CharmContext context, CancellationToken cancellationToken)
    {
        if (context.On.CollectAppStatus.Observers.Count > 0 && context.Model.Unit.IsLeader
            && await Collect(context.On.CollectAppStatus) is { } app)
        {
            context.Model.App.Status = app;
        }

        if (await Collect(context.On.CollectUnitStatus) is { } unit)
        {
            context.Model.Unit.Status = unit;
        }

        async Task<Status?> Collect(EventSource source) =>
            (await context.Emitter.EmitAsync(
                source, new Dictionary<string, string>(StringComparer.Ordinal), cancellationToken) as CollectStatusEvent)?.Result;
    }

    private static void Report(CharmSetup setup, CharmContext context, Exception exception)
    {
        if (context.Environment.ActionName is not null)
        {
            setup.Error.WriteLine($"Uncaught {exception.GetType().Name} in charm code: {exception.Message}");
            setup.Error.WriteLine("Use `juju debug-log` to see the full traceback.");
        }

        try
        {
            context.Log.Error("Uncaught exception while in charm code:", exception);
            context.On.FlushActions();
        }
        catch (Exception e) when (e is HookCommandException or FileNotFoundException)
        {
            setup.Error.WriteLine(exception.ToString());
        }
    }
}
