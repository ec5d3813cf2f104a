using Howdah.Charms.PostgresqlK8s.Actions;
using Howdah.Charms.PostgresqlK8s.Cluster;
using Howdah.Charms.PostgresqlK8s.Databases;
using Howdah.Charms.PostgresqlK8s.Patroni;
using Howdah.Charms.PostgresqlK8s.Sql;
using Howdah.Charms.PostgresqlK8s.Workload;
using Howdah.Ops;
using Npgsql;

namespace Howdah.Charms.PostgresqlK8s;

/// <summary>What a person can ask of a unit.</summary>
public sealed partial class PostgresqlCharm
{
    private const string PasswordNoted = "password-noted";

    private bool noted;

    private void ObserveActions()
    {
        Observe(On.Action("get-primary"), GetPrimaryAsync);
        Observe(On.Action("get-password"), e => PasswordActions.Get(e, FindKnownPasswords(), IsDirectoryRelated), "get-password");
        Observe(On.Action("set-password"), SetPasswordAsync);
        Observe(On.Action("promote-to-primary"), PromoteAsync);
        Observe(On.Action("plan"), PlanAsync);
        Observe(On.Action("set-tls-private-key"), SetPrivateKeyAsync);
    }

    private async Task GetPrimaryAsync(ActionEvent e, CancellationToken cancellation)
    {
        if (await FindPrimaryAsync(cancellation) is { } primary)
        {
            e.SetResult("primary", primary.Unit);
            return;
        }

        e.Fail("There is no primary at the moment");
    }

    private async Task SetPasswordAsync(ActionEvent e, CancellationToken cancellation)
    {
        var known = FindKnownPasswords();
        if (await PasswordActions.SetAsync(e, Unit.IsLeader, IsDirectoryRelated, known, await FindPrimaryAsync(cancellation), Pending, cancellation))
        {
            Noted();
            // Our own files follow now, those of the other units with the event that this is to them.
            await ReconcileAsync(cancellation);
        }
    }

    private PendingPassword Pending => new(Model.GetContainer(WorkloadPaths.Container));

    // What is stored now says in a later hook that this one came to its end, and the secret's new revision with it.
    private void Noted()
    {
        (noted, Stored[PasswordNoted]) = (true, "true");
        peers!.SayPasswordsChanged();
    }

    private async Task<StepResult> ForgetPendingPasswordAsync(CancellationToken cancellation)
    {
        if (Stored[PasswordNoted] is not null && !noted)
        {
            await Pending.ForgetAsync(cancellation);
            Stored[PasswordNoted] = null;
        }

        return Done;
    }

    /// <summary>Gives the operator the password of the secret again, when a hook changed the role and did not come to its end.</summary>
    private async Task<bool> RepairPasswordAsync(CancellationToken cancellation)
    {
        if (peers!.View.Primary is not { } primary || await Pending.FindAsync(cancellation) is not { } pending)
        {
            return false;
        }

        try
        {
            await using var session = await PostgresSession.OpenAsync(
                primary.Address, passwords!.Of(SystemUsers.Operator) with { Password = pending }, "postgres", cancellation);
            await RoleSetup.SetPasswordAsync(session, SystemUsers.Operator, passwords![SystemUsers.Operator], cancellation);
        }
        catch (NpgsqlException)
        {
            return false;
        }

        Log.Warning($"A change of the password of {SystemUsers.Operator} was cut short; it has the one of the secret again");
        await Pending.ForgetAsync(cancellation);
        return true;
    }

    private async Task PromoteAsync(ActionEvent e, CancellationToken cancellation)
    {
        if (e.Params.GetString("scope") is { } scope and not "unit")
        {
            e.Fail($"Scope should be unit, not {scope}");
            return;
        }

        if (FindKnownPasswords() is not { } known || await FindPrimaryAsync(cancellation) is not { } primary
            || Own() is not { } own)
        {
            e.Fail("There is no primary at the moment");
            return;
        }

        if (string.Equals(primary.Unit, Unit.Name, StringComparison.Ordinal))
        {
            e.Fail($"{Unit.Name} is the primary already");
            return;
        }

        var force = e.Params.GetBool("force") ?? false;
        using var patroni = new PatroniClient(own.Address, known.Of(SystemUsers.Patroni));
        var candidates = await Switchover.FindCandidatesAsync(patroni, App.Name, Time, cancellation);
        if (!candidates.Contains(Unit.Name, StringComparer.Ordinal))
        {
            e.Fail(candidates is []
                ? "Unit is not sync standby; no unit is one at the moment: try again in a few seconds"
                : $"Unit is not sync standby; {string.Join(", ", candidates)} is");
            return;
        }

        if (await new Switchover(known, peers!.Members, Time).RunAsync(primary, own, onlyCandidate: candidates.Count == 1, force, cancellation) is { } failure)
        {
            e.Fail($"Switchover failed: {failure}");
            return;
        }

        e.SetResult("primary", Unit.Name);
    }

    private Passwords? FindKnownPasswords()
    {
        if (PeersOrNull is { } known && (passwords ??= Passwords.Ensure(Model, known)) is { } found)
        {
            found.Trusted = Trusted;
        }

        return passwords;
    }

    private MemberState? Own() =>
        PeersOrNull?.Members.FirstOrDefault(m => string.Equals(m.Unit, Unit.Name, StringComparison.Ordinal) && m.Address.Length > 0);

    /// <summary>The primary as our own Patroni sees it; when it does not answer, as the units last said.</summary>
    private async Task<MemberState?> FindPrimaryAsync(CancellationToken cancellation)
    {
        if (FindKnownPasswords() is not { } known)
        {
            return null;
        }

        if (Own() is { } own)
        {
            using var patroni = new PatroniClient(own.Address, known.Of(SystemUsers.Patroni));
            if (await Switchover.FindLeaderAsync(patroni, App.Name, cancellation) is { } leader)
            {
                return peers!.Members.FirstOrDefault(m => string.Equals(m.Unit, leader, StringComparison.Ordinal) && m.Address.Length > 0);
            }
        }

        return peers!.View.Primary;
    }
}
