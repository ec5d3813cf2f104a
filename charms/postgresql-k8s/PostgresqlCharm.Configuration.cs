using Howdah.Charms.PostgresqlK8s.Actions;
using Howdah.Charms.PostgresqlK8s.Cluster;
using Howdah.Charms.PostgresqlK8s.Configuration;
using Howdah.Charms.PostgresqlK8s.Patroni;
using Howdah.Charms.PostgresqlK8s.Restarts;
using Howdah.Charms.PostgresqlK8s.Sql;
using Howdah.Charms.PostgresqlK8s.Workload;
using Howdah.Ops;
using Npgsql;

namespace Howdah.Charms.PostgresqlK8s;

/// <summary>The options: what the cluster is to run with, and how it comes to.</summary>
public sealed partial class PostgresqlCharm
{
    private const string LastRestart = "last-restart";
    private const string Libraries = "libraries";

    private Settings? settings;
    private IReadOnlyList<OptionRefusal>? refusals;
    private bool measures;

    private Settings Settings => settings ??= new(Config.ToTexts());

    /// <summary>What each member may use: all run with the same parameters, so the least counts.</summary>
    private Resources Resources => Configuration.Resources.Least(peers!.Members.Select(m => m.Resources).OfType<Resources>())!;

    /// <summary>The options whose values cannot be, by themselves or with each other.</summary>
    private IReadOnlyList<OptionRefusal> Refusals => refusals ??= SettingsCheck.Of(Settings, Resources);

    /// <summary>What the options ask for; only when there are no refusals.</summary>
    private DynamicConfiguration Wanted => DynamicOf(Settings);

    /// <summary>What a new cluster is made with.</summary>
    private DynamicConfiguration OfNewCluster =>
        DynamicOf(Refusals.Count > 0 ? Settings.Defaults : Settings.Only(ResourceOptions.OfNewClusters));

    private DynamicConfiguration DynamicOf(Settings options) => new()
    {
        Synchronous = SynchronousPolicy.For(
            App.PlannedUnits, options[GeneralOptions.SynchronousNodeCount]!, options.IsOn(GeneralOptions.SynchronousModeStrict)),
        MaximumLagOnFailover = long.Parse(options[GeneralOptions.MaximumLagOnFailover]!, System.Globalization.CultureInfo.InvariantCulture),
        Parameters = PostgresqlParameters.Of(options, Resources),
    };

    private async Task<StepResult> MeasureAsync(CancellationToken cancellation)
    {
        if (!measures && peers!.Own.Resources is not null && Stored[Libraries] is not null)
        {
            return Done;
        }

        if (await workload.FindBinDirectoryAsync(cancellation) is not { } programs)
        {
            return Blocked($"PostgreSQL is not installed in the container postgresql ({WorkloadPaths.Installations})");
        }

        peers!.SetResources((await ResourceLimits.ReadAsync(Model.GetContainer(WorkloadPaths.Container), cancellation)).Find());
        Stored[Libraries] = string.Join(',', await workload.FindLibrariesAsync(programs, Plugin.Libraries, cancellation));
        return Done;
    }

    private async Task<StepResult> ConfigureAsync(CancellationToken cancellation)
    {
        if (!Unit.IsLeader || peers!.View.Primary is not { } primary)
        {
            return Done;
        }

        if (Refusals.Count > 0)
        {
            return Refuse(Refusals);
        }

        using var patroni = new PatroniClient(primary.Address, passwords!.Of(SystemUsers.Patroni));
        var wanted = Wanted;
        if (await patroni.FindConfigurationAsync(cancellation) is not { } current || wanted.Difference(current) is not { } patch)
        {
            return Done;
        }

        try
        {
            if (patch["postgresql"] is not null && await AskPostgresqlAsync(Settings, wanted.Parameters, primary, cancellation) is { Count: > 0 } refused)
            {
                return Refuse(refused);
            }

            await patroni.PatchConfigurationAsync(patch, cancellation);
            Log.Info($"Changed Patroni's dynamic configuration: {patch.ToJsonString()}");
            return Done;
        }
        catch (Exception error) when (error is HttpRequestException or NpgsqlException)
        {
            Log.Warning($"The configuration could not be changed on {primary.Unit}: {error.Message}");
            return Waiting("waiting for Patroni to take its configuration").AndGoOn();
        }
    }

    private async Task<IReadOnlyList<OptionRefusal>> AskPostgresqlAsync(
        Settings options, IReadOnlyDictionary<string, string?> parameters, MemberState primary, CancellationToken cancellation)
    {
        var container = Model.GetContainer(WorkloadPaths.Container);
        var programs = (await workload.FindBinDirectoryAsync(cancellation))!;
        var all = parameters.Concat(LocalParameters).ToDictionary(StringComparer.Ordinal);
        if (await new StartCheck(container, programs).FindRefusalAsync(options, all, Resources, cancellation) is { } refusal)
        {
            return [refusal];
        }

        await using var session = await PostgresSession.OpenAsync(
            primary.Address, passwords!.Of(SystemUsers.Operator), "postgres", cancellation);
        return await CatalogCheck.FindRefusalsAsync(session, options, cancellation);
    }

    /// <summary>Parameters that depend on what is installed in this member's container.</summary>
    private Dictionary<string, string?> LocalParameters => new(StringComparer.Ordinal) { ["shared_preload_libraries"] = Stored[Libraries] };

    private async Task<StepResult> RestartAsync(CancellationToken cancellation)
    {
        if (!Unit.IsLeader || Refusals.Count > 0 || peers!.View.Primary is null)
        {
            return Done;
        }

        var parameters = Wanted.Parameters;
        var mark = parameters[PostgresqlParameters.Mark]!;
        var members = peers.Members.Where(m => m.Address.Length > 0).ToList();
        if (members.TrueForAll(m => string.Equals(m.Configuration, mark, StringComparison.Ordinal) && m.RestartFor.Length == 0))
        {
            return Done;
        }

        var restart = new RollingRestart(App.Name, passwords!, parameters, mark, Time);
        var step = RestartDecision.Next(await restart.LookAsync(members, cancellation));
        switch (step.Kind)
        {
            case RestartStepKind.None:
                Stored[LastRestart] = null;
                return Done;
            case RestartStepKind.Wait:
                return Waiting(step.Reason).AndGoOn();
            default:
                return await RestartAsync(restart, step, members, mark, cancellation);
        }
    }

    private async Task<StepResult> RestartAsync(
        RollingRestart restart, RestartStep step, IReadOnlyList<MemberState> members, string mark, CancellationToken cancellation)
    {
        var taken = $"{mark} {step.Reason}";
        if (string.Equals(Stored[LastRestart], taken, StringComparison.Ordinal))
        {
            // It would change as little the next time.
            return Blocked($"{step.Reason} did not change it; howdah ssh --container postgresql {step.Unit} /charm/bin/pebble logs postgresql").AndGoOn();
        }

        Unit.Status = Status.Maintenance(step.Reason);
        Log.Info($"Rolling restart: {step.Reason}");
        if (await restart.RunAsync(step, members, cancellation) is { } failure)
        {
            return Waiting($"{step.Reason} failed: {failure}").AndGoOn();
        }

        Stored[LastRestart] = taken;
        return Maintenance(step.Reason).AndGoOn();
    }

    private async Task PlanAsync(ActionEvent e, CancellationToken cancellation)
    {
        if (PlanAction.Read(e) is not { } changes)
        {
            return;
        }

        if (FindKnownPasswords() is not { } known || await FindPrimaryAsync(cancellation) is not { } primary)
        {
            e.Fail("There is no primary at the moment");
            return;
        }

        passwords = known;
        if (Refusals.Count > 0)
        {
            e.Fail($"The options as they are now cannot be, so nothing can be planned on them: {string.Join("; ", Refusals.Select(r => r.Text))}");
            return;
        }

        var then = Settings.With(changes);
        if (SettingsCheck.Of(then, Resources) is { Count: > 0 } refused)
        {
            e.Fail(string.Join("; ", refused.Select(r => r.Text)));
            return;
        }

        var after = DynamicOf(then).Parameters;
        if (await AskPostgresqlAsync(then, after, primary, cancellation) is { Count: > 0 } useless)
        {
            e.Fail(string.Join("; ", useless.Select(r => r.Text)));
            return;
        }

        var members = peers!.Members.Where(m => m.Address.Length > 0)
            .OrderBy(m => m.Unit != primary.Unit).ThenBy(m => ClusterView.NumberOf(m.Unit)).ToList();
        PlanAction.Tell(e, ChangePlan.Of([.. members.Select(m => m.Unit)], Wanted.Parameters, after), members);
    }

    private static StepResult Refuse(IReadOnlyList<OptionRefusal> refused)
    {
        var result = Blocked("Configuration Error: " + string.Join("; ", refused.Select(r => r.Text))).AndGoOn();
        return refused.Select(r => r.Option).OfType<string>().FirstOrDefault() is { } option ? result.For(Need.Option(option)) : result;
    }
}
