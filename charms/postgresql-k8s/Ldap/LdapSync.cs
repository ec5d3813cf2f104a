using System.Runtime.InteropServices;
using Howdah.Charms.PostgresqlK8s.Guard;
using Howdah.Charms.PostgresqlK8s.Sql;
using Npgsql;

namespace Howdah.Charms.PostgresqlK8s.Ldap;

/// <summary>
/// A process beside PostgreSQL that keeps its roles as the directory says, while this member is the primary. It needs neither the charm nor the
/// engine, so a new primary goes on with it by itself.
/// </summary>
internal sealed class LdapSync(string path, TimeProvider time)
{
    /// <summary>The first argument that makes an executable this process; its configuration file follows.</summary>
    internal const string EntryPoint = "ldap-sync";

    /// <summary>The key of the notices by which the charm learns that there is something else to say.</summary>
    internal const string Notice = "howdah.dev/ldap-sync";

    private LdapSyncState last = LdapSyncState.Idle;
    private bool isTold;

    /// <summary>Runs <c>ldap-sync FILE</c> until SIGTERM or SIGINT.</summary>
    internal static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var path])
        {
            await Console.Error.WriteLineAsync($"usage: {EntryPoint} FILE");
            return 2;
        }

        using var stop = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            await new LdapSync(path, TimeProvider.System).RunAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // As it was told.
        }

        return 0;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var settings = LdapSyncSettings.Load(path);
            await TellAsync(settings, await LookAsync(settings, cancellation), cancellation);
            await Task.Delay(TimeSpan.FromSeconds(settings.IntervalSeconds), time, cancellation);
        }
    }

    /// <summary>Looks once, and changes what is to be changed.</summary>
    internal async Task<LdapSyncState> LookAsync(LdapSyncSettings settings, CancellationToken cancellation)
    {
        try
        {
            var (socket, user) = LocalAccess.ReadPostgresql(settings.Patroni);
            await using var session = await PostgresSession.OpenAsync(socket, user, "postgres", cancellation);
            return await LookAsync(settings, session, cancellation);
        }
        catch (Exception error) when (error is NpgsqlException or IOException)
        {
            await Console.Error.WriteLineAsync($"{EntryPoint}: PostgreSQL cannot be asked: {error.Message}");
            return last;
        }
    }

    /// <summary>Looks once, with a session of a superuser.</summary>
    internal async Task<LdapSyncState> LookAsync(LdapSyncSettings settings, PostgresSession session, CancellationToken cancellation)
    {
        if ((await session.QueryAsync("select pg_is_in_recovery()", r => r.GetBoolean(0), cancellation))[0])
        {
            return LdapSyncState.Idle;
        }

        var map = LdapMap.Parse(settings.Map);
        DirectoryAnswer answer;
        try
        {
            answer = await new DirectorySearch(settings).FindAsync([.. map.Roles.Select(g => g.Key)], cancellation);
        }
        catch (DirectoryException error)
        {
            return last with { Users = last.Users ?? 0, Error = error.Message };
        }

        var plan = SyncDecision.Of(answer, map, await DatabaseRole.ReadAllAsync(session, cancellation));
        var failed = new List<string>();
        foreach (var change in plan.Changes)
        {
            try
            {
                await session.RunAsync(change.ToSql(), cancellation);
                await Console.Error.WriteLineAsync(
                    $"{EntryPoint}: {change.Name}: {change.Fate}, +[{string.Join(", ", change.Grants)}] -[{string.Join(", ", change.Revokes)}]");
            }
            catch (PostgresException error)
            {
                // One person's role is not a reason to leave out the others.
                failed.Add($"{change.Name}: {error.MessageText}");
                await session.RunAsync("rollback", cancellation);
            }
        }

        var trouble = plan.Doubt ?? (failed.Count > 0 ? string.Join("; ", failed) : null);
        return new(plan.Users, plan.Skipped, trouble, trouble is null ? time.GetUtcNow() : last.SyncedAt);
    }

    private async Task TellAsync(LdapSyncSettings settings, LdapSyncState state, CancellationToken cancellation)
    {
        var isSame = state.SaysSameAs(last) && isTold;
        last = state;
        var next = settings.StateFile + ".new";
        await File.WriteAllTextAsync(next, state.ToJson(), cancellation);
        File.Move(next, settings.StateFile, overwrite: true);
        if (isSame)
        {
            return;
        }

        await Console.Error.WriteLineAsync($"{EntryPoint}: {state.Error ?? state.Text ?? "this member is not the primary"}");
        isTold = await CharmNotice.SendAsync(EntryPoint, Notice);
    }
}
