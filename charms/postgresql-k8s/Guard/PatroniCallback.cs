using System.Diagnostics;
using System.Text.RegularExpressions;
using Howdah.Charms.PostgresqlK8s.Configuration;
using Howdah.Charms.PostgresqlK8s.Healing;
using Howdah.Charms.PostgresqlK8s.Sql;
using Npgsql;

namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>
/// What Patroni starts when its member starts, reloads or changes its role: it tells the charm, and when the member was made primary it
/// makes the replication slots of the other members at once and has them follow. By themselves Patronis do both a second or two later,
/// and until then no standby could confirm a write.
/// </summary>
internal static class PatroniCallback
{
    /// <summary>The first argument that makes an executable this callback.</summary>
    internal const string EntryPoint = "patroni-callback";

    /// <summary>The key of the notices, with <c>action</c> and <c>role</c>.</summary>
    internal const string Notice = "howdah.dev/patroni";

    private const int ConnectSeconds = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(1);

    /// <summary>The command for Patroni, which adds the action, the role and the cluster.</summary>
    internal static string Command(string executable, string guardConfiguration) =>
        $"{executable} {EntryPoint} --config {guardConfiguration}";

    /// <summary>Runs it: <c>patroni-callback --config FILE ACTION ROLE CLUSTER</c>.</summary>
    internal static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not ["--config", var path, var action, var role, _])
        {
            await Console.Error.WriteLineAsync("usage: patroni-callback --config FILE ACTION ROLE CLUSTER");
            return 2;
        }

        var settings = GuardSettings.Load(path);
        if (action is "on_role_change")
        {
            var followers = role is "master" or "primary" ? LetFollowAsync(settings) : Task.CompletedTask;
            await Task.WhenAll(followers, NotifyAsync(action, role));
            return 0;
        }

        if (!await IsSettledAsync(settings, Patience, Pause))
        {
            // The charm says meanwhile why.
            await NotifyAsync(action, role);
            await IsSettledAsync(settings, LongPatience, LongPause);
        }

        await NotifyAsync(action, role);
        return 0;
    }

    /// <summary>The name that Patroni gives a member's slot.</summary>
    internal static string SlotOf(string member)
    {
        var name = string.Concat(member.ToLowerInvariant().Select(c => c switch
        {
            (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' => c.ToString(),
            '-' or '.' => "_",
            _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"u{(int)c:D4}"),
        }));
        return name.Length > 63 ? name[..63] : name;
    }

    /// <summary>What the text of a <c>postgresql.conf</c> sets a parameter to; null for nothing.</summary>
    internal static string? FindSetting(string text, string parameter) =>
        Regex.Match(text, $@"^{Regex.Escape(parameter)}\s*=\s*'([^']*)'", RegexOptions.Multiline, TimeSpan.FromSeconds(1)) is { Success: true } found
            ? found.Groups[1].Value
            : null;

    // Patroni tells of a reload before PostgreSQL has read its files, and of a start before a standby streams. Nothing would tell the charm
    // once it does.
    private static async Task<bool> IsSettledAsync(GuardSettings settings, TimeSpan patience, TimeSpan pause)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            var text = await File.ReadAllTextAsync(Path.Combine(settings.DataDirectory, "postgresql.conf"));
            State wanted = new(FindSetting(text, PostgresqlParameters.Mark) ?? "", FindSetting(text, "ssl") ?? "off", Streams: true);
            var (socket, user) = LocalAccess.ReadPostgresql(settings.Command[^1]);
            await using var session = await PostgresSession.OpenAsync(socket, user, "postgres", CancellationToken.None);
            while (await AskAsync(session) != wanted)
            {
                if (clock.Elapsed >= patience)
                {
                    return false;
                }

                await Task.Delay(pause);
            }

            return true;
        }
        catch (Exception error) when (error is NpgsqlException or IOException)
        {
            await Console.Error.WriteLineAsync($"patroni-callback: PostgreSQL could not be asked how it is: {error.Message}");
            return true;
        }
    }

    private static async Task<State> AskAsync(PostgresSession session) => (await session.QueryAsync(
        $"""
        select coalesce(current_setting('{PostgresqlParameters.Mark}', true), ''), current_setting('ssl'),
               not pg_is_in_recovery() or exists (select from pg_stat_wal_receiver where status = 'streaming')
        """,
        r => new State(r.GetString(0), r.GetString(1), r.GetBoolean(2)),
        CancellationToken.None))[0];

    private static Task<bool> NotifyAsync(string action, string role) =>
        CharmNotice.SendAsync(EntryPoint, Notice, ("action", action), ("role", role));

    // Both at once: until its slot is there a standby tries again every few milliseconds.
    private static async Task LetFollowAsync(GuardSettings settings)
    {
        using var http = new HttpClient(LocalAccess.MemberHandler(settings)) { Timeout = TimeSpan.FromSeconds(ConnectSeconds) };
        var others = new OtherMembers(settings, new Store(settings, http), http);
        await Task.WhenAll(Task.Run(() => new Successors(settings, others, http).Call()), MakeSlotsAsync(settings, others));
    }

    private static async Task MakeSlotsAsync(GuardSettings settings, OtherMembers others)
    {
        try
        {
            var (socket, user) = LocalAccess.ReadPostgresql(settings.Command[^1]);
            await using var session = await PostgresSession.OpenAsync(socket, user, "postgres", CancellationToken.None);
            await ReplicationSlot.MakeAsync(session, others.Names().Select(SlotOf), CancellationToken.None);
        }
        catch (Exception error) when (error is NpgsqlException or IOException)
        {
            // Patroni makes them too, only later.
            await Console.Error.WriteLineAsync($"patroni-callback: no slots were made: {error.Message}");
        }
    }

    private sealed record State(string Mark, string Tls, bool Streams);
}
