using System.Globalization;
using Howdah.Charms.PostgresqlK8s.Cluster;
using Howdah.Charms.PostgresqlK8s.Healing;
using Howdah.Charms.PostgresqlK8s.Patroni;
using Howdah.Charms.PostgresqlK8s.Sql;
using Howdah.Charms.PostgresqlK8s.Workload;
using Howdah.Ops;
using Npgsql;

namespace Howdah.Charms.PostgresqlK8s;

/// <summary>A member that fell out and that Patroni leaves as it is.</summary>
public sealed partial class PostgresqlCharm
{
    private const string StartFailsSince = "start-fails-since";
    private const string CopiedForStart = "copied-for-start";

    private Volume? volume;

    // A full volume is the commonest reason for which PostgreSQL is down, and Patroni says of it no more than that the start failed.
    private StepResult CheckVolume()
    {
        volume = new(Model.GetStorages("pgdata")[0].Location);
        return volume.FindShortage() is { } shortage ? Blocked(shortage).AndGoOn() : Done;
    }

    private async Task<StepResult> HealAsync(CancellationToken cancellation)
    {
        if (role != MemberRole.Unknown)
        {
            peers!.SetBeingCopied(false);
            Stored[StartFailsSince] = Stored[CopiedForStart] = null;
            return Done;
        }

        if (peers!.View.Primary is not { } primary)
        {
            return Done;
        }

        try
        {
            await using var there = await ConnectAsync(primary.Address, cancellation);
            await using var own = await FindOwnAsync(cancellation);
            var verdict = HealDecision.Of(await FindFactsAsync(own, there, cancellation));
            switch (verdict.Step)
            {
                case HealStep.WaitForOther:
                    return Waiting($"waiting for {FindBeingCopied()} to be copied first").AndGoOn();
                case HealStep.MakeSlot:
                    Log.Warning($"{Unit.Name} cannot stream: {verdict.Reason}; making it again on {primary.Unit}");
                    await ReplicationSlot.MakeAsync(there, [await ReplicationSlot.FindNameAsync(own!, cancellation)], cancellation);
                    return Maintenance($"made the replication slot again: {verdict.Reason}").AndGoOn();
                case HealStep.GiveUp:
                    return Blocked($"{verdict.Reason}; see howdah ssh --container postgresql {Unit.Name} /charm/bin/pebble logs").AndGoOn();
                case HealStep.CopyAnew:
                    return await CopyAnewAsync(verdict.Reason, cancellation);
                default:
                    return Done;
            }
        }
        catch (NpgsqlException error)
        {
            Log.Info($"{primary.Unit} does not answer, so this member is left as it is: {error.Message}");
            return Done;
        }
    }

    private async Task<StepResult> CopyAnewAsync(string why, CancellationToken cancellation)
    {
        var reason = $"copying the data of the primary anew: {why}";
        Unit.Status = Status.Maintenance(reason);
        Log.Warning($"{Unit.Name} cannot go on by itself: {reason}");
        peers!.SetBeingCopied(true);
        Stored[CopiedForStart] = Stored[StartFailsSince];
        using var patroni = new PatroniClient(address, passwords!.Of(SystemUsers.Patroni));
        return await patroni.ReinitializeAsync(cancellation) is { } refused
            ? Waiting($"waiting for Patroni to copy the data of the primary anew: {refused}").AndGoOn()
            : Maintenance(reason).AndGoOn();
    }

    private async Task<HealFacts> FindFactsAsync(PostgresSession? own, PostgresSession there, CancellationToken cancellation)
    {
        var facts = new HealFacts
        {
            PrimaryAnswers = (await ServerState.ReadAsync(there, cancellation)).Role == MemberRole.Primary,
            BeingCopied = FindBeingCopied(),
        };
        if (!facts.PrimaryAnswers)
        {
            return facts;
        }

        if (own is null)
        {
            return await FindFactsOfDownAsync(facts, cancellation);
        }

        var slot = await ReplicationSlot.FindNameAsync(own, cancellation);
        return facts with
        {
            IsReplica = await ServerState.ReadAsync(own, cancellation) is { Role: MemberRole.Replica, Streaming: false },
            LogIsGone = await LogPosition.IsGoneAsync(there, await LogPosition.ReplayedAsync(own, cancellation), cancellation),
            SlotIsMissing = slot.Length > 0 && !await ReplicationSlot.ExistsAsync(there, slot, cancellation),
        };
    }

    private string? FindBeingCopied() => peers!.Members.FirstOrDefault(m => m.IsBeingCopied && m.Unit != Unit.Name)?.Unit;

    private async Task<HealFacts> FindFactsOfDownAsync(HealFacts facts, CancellationToken cancellation)
    {
        using var patroni = new PatroniClient(address, passwords!.Of(SystemUsers.Patroni));
        var state = (string?)(await patroni.FindMemberAsync(cancellation))?["state"];
        var now = Time.GetUtcNow();
        if (state is "start failed")
        {
            Stored[StartFailsSince] ??= now.ToString("O", CultureInfo.InvariantCulture);
        }

        return facts with
        {
            // A copy that is being made has its control file last, but Patroni then says that it makes one.
            DataIsBroken = state is "start failed" or "starting" or "crashed" or "stopped"
                && !await Model.GetContainer(WorkloadPaths.Container).ExistsAsync(WorkloadPaths.ControlFile, cancellation),
            StartFailsFor = state is "start failed" ? now - DateTimeOffset.Parse(Stored[StartFailsSince]!, CultureInfo.InvariantCulture) : TimeSpan.Zero,
            CopyWasInVain = state is "start failed" && Stored[CopiedForStart] is not null,
            VolumeIsFull = volume?.FindShortage() is not null,
        };
    }

    /// <summary>A session with this unit's own PostgreSQL; null when it does not answer.</summary>
    /// <exception cref="PostgresException">The operator's password is another by now.</exception>
    private async Task<PostgresSession?> FindOwnAsync(CancellationToken cancellation)
    {
        try
        {
            return await ConnectAsync(address, cancellation);
        }
        catch (NpgsqlException error) when (error.SqlState is not PostgresErrorCodes.InvalidPassword)
        {
            return null;
        }
    }

    private Task<PostgresSession> ConnectAsync(string at, CancellationToken cancellation) =>
        PostgresSession.OpenAsync(at, passwords!.Of(SystemUsers.Operator), "postgres", cancellation);
}
