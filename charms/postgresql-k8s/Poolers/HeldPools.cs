using System.Collections.Concurrent;
using Howdah.Charms.PostgresqlK8s.Sql;
using Howdah.Interfaces;
using Npgsql;

namespace Howdah.Charms.PostgresqlK8s.Poolers;

/// <summary>
/// The pools of all poolers that follow a primary, standing still while it hands over or starts anew. They go on by themselves once there
/// is another primary, and at the latest after <see cref="Limit"/>; disposing lets them go when neither is to come.
/// </summary>
internal sealed class HeldPools : IAsyncDisposable
{
    /// <summary>How long they stand still at most; a pooler may keep it shorter.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyCollection<(PostgresSession Session, PauseOrder Order)> orders;
    private readonly IReadOnlyList<string> missing;
    private bool kept;

    private HeldPools(IReadOnlyCollection<(PostgresSession, PauseOrder)> orders, IReadOnlyList<string> missing) =>
        (this.orders, this.missing) = (orders, missing);

    /// <summary>How many pooler applications were asked.</summary>
    internal int Count => orders.Count;

    /// <summary>Why a change would now cost clients their transactions; null when all pools stand still.</summary>
    internal string? Refusal => missing.Count == 0
        ? null
        : $"transactions through {string.Join(", ", missing)} did not end within {PoolerOrders.Patience.TotalSeconds:0} s";

    /// <summary>Has all pools stand still, after a checkpoint: the one that stops PostgreSQL is short then.</summary>
    /// <param name="open">Opens a session with the primary, in a database.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="NpgsqlException">The primary went away.</exception>
    internal static async Task<HeldPools> HoldAsync(Func<string, Task<PostgresSession>> open, TimeProvider time, CancellationToken cancellation)
    {
        IReadOnlyList<IGrouping<string, string>> followers;
        await using (var session = await open("postgres"))
        {
            await session.RunAsync("checkpoint", cancellation);
            followers = await PoolerOrders.FollowersAsync(session, cancellation);
        }

        var sent = new ConcurrentBag<(PostgresSession Session, PauseOrder Order)>();
        try
        {
            var silent = await Task.WhenAll(followers.Select(async poolers =>
            {
                var session = await open(poolers.Key);
                try
                {
                    var (generation, left) = await PoolerOrders.SendAsync(session, PoolerPause.Orders, Limit, "", poolers, time, cancellation);
                    sent.Add((session, new(generation, Limit)));
                    return left;
                }
                catch
                {
                    await session.DisposeAsync();
                    throw;
                }
            }));
            return new(sent, [.. silent.SelectMany(s => s).Order(StringComparer.Ordinal)]);
        }
        catch
        {
            await new HeldPools(sent, []).DisposeAsync();
            throw;
        }
    }

    /// <summary>The primary changes: the pools wait for the next one.</summary>
    internal void Keep() => kept = true;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var (session, order) in orders)
        {
            try
            {
                if (!kept)
                {
                    await session.RunAsync(PoolerOrders.Notify(PoolerPause.Resumptions, SqlText.Literal(order.ToString())), CancellationToken.None);
                }
            }
            catch (Exception error) when (error is NpgsqlException or InvalidOperationException)
            {
                // The session broke, as it does with the primary. The pools go on when the order's time is up.
            }

            await session.DisposeAsync();
        }
    }
}
