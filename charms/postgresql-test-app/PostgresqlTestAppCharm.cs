using Howdah.Charms.PostgresqlTestApp.Writes;
using Howdah.Interfaces;
using Howdah.Ops;
using Howdah.Pebble.Client;
using Npgsql;

namespace Howdah.Charms.PostgresqlTestApp;

/// <summary>A client that writes without a pause and proves that nothing acknowledged was lost.</summary>
public sealed class PostgresqlTestAppCharm : ReconcilingCharm
{
    private const string Endpoint = "database";
    private const string Writing = "writing";
    private const string Folder = "/var/lib/postgresql-test-app";
    private const string PasswordFile = Folder + "/pgpass";
    private const string Service = "continuous-writes";

    private readonly PostgresqlClientRequirer database;
    private readonly Container container;

    /// <summary>The charm.</summary>
    public PostgresqlTestAppCharm(CharmContext context)
        : base(context)
    {
        database = new(context, Endpoint);
        container = Model.GetContainer("writer");
        ReconcileOn([
            On.Start, On.LeaderElected, On.ConfigChanged, On.UpgradeCharm, On.UpdateStatus, On.Container("writer").PebbleReady, .. database.Events,
        ]);
        Observe(On.Action("start-continuous-writes"), StartAsync);
        Observe(On.Action("stop-continuous-writes"), StopAsync);
        Observe(On.Action("show-continuous-writes"), ShowAsync);
        Observe(On.Action("clear-continuous-writes"), ClearAsync);
        Observe(On.Action("pgbench"), RunPgbenchAsync);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<ReconcileStep> Steps => [new("ask for the database", Ask), new("keep the writer", WriteAsync)];

    /// <inheritdoc/>
    protected override Status WhenDone => Status.Active(Stored[Writing] is null ? "" : "writing");

    private DatabaseGrant? Grant => database.Relations is [var relation, ..] ? database.Find(relation) : null;

    private StepResult Ask()
    {
        if (database.Relations is [])
        {
            return Blocked("Missing relation: database (howdah integrate postgresql-test-app postgresql-k8s:database)").For(Need.Relation(Endpoint));
        }

        var options = Config.Load(TestAppJson.Default.TestAppOptions);
        database.Request(options.DatabaseName, options.Roles);
        return Grant is null ? Waiting("waiting for the database and its credentials").For(Need.Relation(Endpoint)) : Done;
    }

    private async Task<StepResult> WriteAsync(CancellationToken cancellation)
    {
        var settings = WriterSettings.Of(Grant!);
        var secret = new PathOptions { Permissions = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        await container.EnsureFileAsync($"{Folder}/{ContinuousWrites.Settings}", settings.ToJson(), secret, cancellation);
        await container.EnsureFileAsync(PasswordFile, settings.PasswordLine + "\n", secret, cancellation);
        var executable = await container.EnsureOwnExecutableAsync(Folder + "/bin", "writer", cancellation);
        await container.EnsureLayerAsync(
            Service,
            new()
            {
                Services = new Dictionary<string, Service>(StringComparer.Ordinal)
                {
                    [Service] = new($"{executable} {ContinuousWrites.EntryPoint} {Folder}") { Enabled = Stored[Writing] is not null },
                },
            },
            cancellation);
        return Done;
    }

    private async Task StartAsync(ActionEvent e, CancellationToken cancellation)
    {
        if (await FindConnectionAsync(e, cancellation) is not { } connection)
        {
            return;
        }

        await using (connection)
        {
            await WritesTable.EnsureAsync(connection, cancellation);
        }

        Stored[Writing] = "true";
        await ReconcileAsync(cancellation);
        e.SetResult("result", "writing");
    }

    private async Task StopAsync(ActionEvent e, CancellationToken cancellation)
    {
        await StopAsync(cancellation);
        await ShowAsync(e, cancellation);
    }

    private async Task ShowAsync(ActionEvent e, CancellationToken cancellation)
    {
        if (await FindConnectionAsync(e, cancellation) is not { } connection)
        {
            return;
        }

        await using (connection)
        {
            await WritesTable.EnsureAsync(connection, cancellation);
            var state = WriteState.Parse(
                await container.FindTextAsync($"{Folder}/{WriteLog.Head}", cancellation),
                await container.FindTextAsync($"{Folder}/{WriteLog.UnknownNumbers}", cancellation));
            var verdict = await WritesTable.CompareAsync(connection, state, cancellation);
            foreach (var (key, value) in WritesTable.Results(state, verdict))
            {
                e.SetResult(key, value);
            }

            if (!verdict.IsGood)
            {
                e.Fail("Acknowledged rows are lost or repeated");
            }
        }
    }

    private async Task ClearAsync(ActionEvent e, CancellationToken cancellation)
    {
        await StopAsync(cancellation);
        foreach (var file in (string[])[WriteLog.Head, WriteLog.UnknownNumbers])
        {
            if (await container.ExistsAsync($"{Folder}/{file}", cancellation))
            {
                await container.RemovePathAsync($"{Folder}/{file}", cancellationToken: cancellation);
            }
        }

        if (await FindConnectionAsync(e, cancellation) is { } connection)
        {
            await using (connection)
            {
                await WritesTable.DropAsync(connection, cancellation);
            }

            e.SetResult("result", "cleared");
        }
    }

    private async Task RunPgbenchAsync(ActionEvent e, CancellationToken cancellation)
    {
        if (Grant is not { } grant)
        {
            e.Fail("There is no database yet: try again when the unit is active");
            return;
        }

        var run = e.Load(TestAppJson.Default.PgbenchRun);
        try
        {
            foreach (var (key, value) in await new Pgbench(container, WriterSettings.Of(grant), PasswordFile).RunAsync(run, cancellation))
            {
                e.SetResult(key, value);
            }
        }
        catch (Exception error) when (error is PebbleException or NpgsqlException)
        {
            e.Fail($"pgbench failed: {error.Message}");
        }
    }

    private async Task StopAsync(CancellationToken cancellation)
    {
        Stored[Writing] = null;
        if (await container.FindServiceAsync(Service, cancellation) is { IsRunning: true })
        {
            await container.StopAsync(Service, cancellation);
        }

        await ReconcileAsync(cancellation);
    }

    private async Task<NpgsqlConnection?> FindConnectionAsync(ActionEvent e, CancellationToken cancellation)
    {
        if (Grant is not { } grant)
        {
            e.Fail("There is no database yet: try again when the unit is active");
            return null;
        }

        try
        {
            return await WriterSettings.Of(grant).OpenAsync(cancellation);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException)
        {
            e.Fail($"The database at {grant.Endpoints} does not answer: {error.Message}");
            return null;
        }
    }
}
