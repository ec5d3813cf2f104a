using Howdah.Charms.PostgresqlK8s.Cluster;
using Howdah.Charms.PostgresqlK8s.Healing;
using Howdah.Charms.PostgresqlK8s.Patroni;
using Howdah.Charms.PostgresqlK8s.Sql;
using Howdah.Ops;
using Npgsql;

namespace Howdah.Charms.PostgresqlK8s;

/// <summary>A member that fell out and that Patroni leaves as it is.</summary>
public sealed partial class PostgresqlCharm
{
    private async Task<StepResult> HealAsync(CancellationToken cancellation)
    {
        if (role != MemberRole.Unknown)
        {
            peers!.SetBeingCopied(false);
            return Done;
        }

        var facts = await FindFactsAsync(cancellation);
        switch (HealDecision.Of(facts))
        {
            case HealVerdict.WaitForOther:
                return Waiting($"waiting for {facts.BeingCopied} to be copied first").AndGoOn();
            case HealVerdict.CopyAnew:
                const string Reason = "copying the data of the primary anew: the write-ahead log that comes next is gone";
                Unit.Status = Status.Maintenance(Reason);
                Log.Warning($"{Unit.Name} cannot catch up: {Reason}");
                peers!.SetBeingCopied(true);
                using (var patroni = new PatroniClient(address, passwords!.Of(SystemUsers.Patroni)))
                {
                    return await patroni.ReinitializeAsync(cancellation) is { } refused
                        ? Waiting($"waiting for Patroni to copy the data of the primary anew: {refused}").AndGoOn()
                        : Maintenance(Reason).AndGoOn();
                }

            default:
                return Done;
        }
    }

    private async Task<HealFacts> FindFactsAsync(CancellationToken cancellation)
    {
        var nothing = new HealFacts { IsReplica = false, PrimaryAnswers = false, LogIsGone = false };
        if (peers!.View.Primary is not { } primary || string.Equals(primary.Unit, Unit.Name, StringComparison.Ordinal))
        {
            return nothing;
        }

        try
        {
            await using var own = await PostgresSession.OpenAsync(address, passwords!.Of(SystemUsers.Operator), "postgres", cancellation);
            var state = await ServerState.ReadAsync(own, cancellation);
            await using var there = await PostgresSession.OpenAsync(primary.Address, passwords.Of(SystemUsers.Operator), "postgres", cancellation);
            var leads = (await ServerState.ReadAsync(there, cancellation)).Role == MemberRole.Primary;
            return new()
            {
                IsReplica = state is { Role: MemberRole.Replica, Streaming: false },
                PrimaryAnswers = leads,
                LogIsGone = leads && await LogPosition.IsGoneAsync(there, await LogPosition.ReplayedAsync(own, cancellation), cancellation),
                BeingCopied = peers.Members.FirstOrDefault(m => m.IsBeingCopied && m.Unit != Unit.Name)?.Unit,
            };
        }
        catch (NpgsqlException)
        {
            return nothing;
        }
    }
}
