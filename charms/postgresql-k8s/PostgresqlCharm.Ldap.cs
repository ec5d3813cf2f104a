using System.Globalization;
using Howdah.Charms.PostgresqlK8s.Configuration;
using Howdah.Charms.PostgresqlK8s.Hba;
using Howdah.Charms.PostgresqlK8s.Ldap;
using Howdah.Charms.PostgresqlK8s.Sql;
using Howdah.Charms.PostgresqlK8s.Tls;
using Howdah.Charms.PostgresqlK8s.Workload;
using Howdah.Interfaces;
using Howdah.Ops;
using Howdah.Pebble.Client;
using Npgsql;

namespace Howdah.Charms.PostgresqlK8s;

/// <summary>People of a directory, who log in with their password there.</summary>
public sealed partial class PostgresqlCharm
{
    private const string DirectoryEndpoint = "ldap";
    private const string HasDirectory = "has-directory";

    private readonly LdapRequirer directory;
    private LdapSyncState? people;

    private bool IsDirectoryRelated => directory.Relation is not null;

    /// <summary>The rule by which people of the directory come in; none while there is no safe way to it.</summary>
    private IEnumerable<HbaRule> DirectoryRules => FindDirectory(out _) is { } access
        ? [new HbaRule("all", "+" + AccessGroups.Identity, "all", OnlyTls: Stage != TlsStage.Plain) { Method = access.HbaMethod }]
        : [];

    private LdapAccess? FindDirectory(out string? refusal)
    {
        refusal = null;
        var filter = Settings[GeneralOptions.LdapSearchFilter]!;
        return IsDirectoryRelated && GeneralOptions.LdapSearchFilter.Accepts(filter) && directory.Find() is { } found
            ? LdapAccess.Find(found, filter, out refusal)
            : null;
    }

    private async Task<StepResult> KeepPeopleAsync(CancellationToken cancellation)
    {
        var workloadOfLdap = new LdapWorkload(Model.GetContainer(WorkloadPaths.Container));
        if (directory.Relation is not { } relation)
        {
            if (Stored[HasDirectory] is not null)
            {
                await workloadOfLdap.RemoveAsync(cancellation);
                Stored[HasDirectory] = null;
            }

            return Done;
        }

        directory.Request();
        if (FindDirectory(out var refusal) is not { } access)
        {
            return refusal is null
                ? Waiting($"waiting for {relation.RemoteApp} to give access to its directory").For(Need.Relation(DirectoryEndpoint)).AndGoOn()
                : Blocked($"{relation.RemoteApp} {refusal}").For(Need.Relation(DirectoryEndpoint)).AndGoOn();
        }

        var map = Settings[GeneralOptions.LdapMap];
        Stored[HasDirectory] = "true";
        await workloadOfLdap.EnsureAsync(
            access, ClientAuthorities.Length > 0, map is not null && GeneralOptions.LdapMap.Accepts(map) ? map : null, cancellation);
        people = await workloadOfLdap.FindStateAsync(cancellation);
        return people is { Error: { } error }
            ? Waiting($"users of LDAP are as they were{(people.SyncedAt is { } at ? $" at {at.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture)}" : "")}: {error}")
                .For(Need.Relation(DirectoryEndpoint)).AndGoOn()
            : Done;
    }

    // Without the rule nobody new gets in; this ends the sessions that are open.
    private async Task EndPeopleAsync(RelationBrokenEvent e, CancellationToken cancellation)
    {
        if (!Unit.IsLeader || Stored[Leaving] is not null || FindKnownPasswords() is not { } known
            || await FindPrimaryAsync(cancellation) is not { } primary)
        {
            return;
        }

        try
        {
            await using var session = await PostgresSession.OpenAsync(primary.Address, known.Of(SystemUsers.Operator), "postgres", cancellation);
            var roles = await DatabaseRole.ReadAllAsync(session, cancellation);
            foreach (var change in SyncDecision.Of(DirectoryAnswer.Empty, LdapMap.Parse(null), roles).Changes)
            {
                await session.RunAsync(change.ToSql(), cancellation);
            }
        }
        catch (Exception error) when (error is NpgsqlException or PebbleException)
        {
            Log.Warning($"The sessions of users of LDAP could not be ended on {primary.Unit}: {error.Message}");
        }
    }
}
