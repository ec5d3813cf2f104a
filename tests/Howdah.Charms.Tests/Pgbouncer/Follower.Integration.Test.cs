using System.Diagnostics;
using Npgsql;

namespace Howdah.Charms.Tests.Pgbouncer;

/// <summary>The agreement on a pause with all parts real, and with each of them killed in it.</summary>
public sealed class FollowerIntegrationTest(PooledServer server) : IClassFixture<PooledServer>, IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private NpgsqlConnection _client = null!;

    public async Task InitializeAsync()
    {
        _client = await ConnectedAsync();

        // The follower of the test before may have just begun, and listens once it can be told to hold.
        await (await HeldAsync()).DisposeAsync();
    }

    public async Task DisposeAsync() => await _client.DisposeAsync();

    [Fact]
    public async Task A_client_logs_in_with_the_verifier_of_the_server_and_a_wrong_password_is_refused()
    {
        Assert.Equal("relation_id_4_7", await PooledServer.AskAsync(_client, "select current_user"));
        await Assert.ThrowsAsync<PostgresException>(() => server.OpenAsync(password: "wrong"));
        await using var reader = await server.OpenAsync("shop_readonly");
        Assert.Equal("shop", await PooledServer.AskAsync(reader, "select current_database()"));
    }

    [Fact]
    public async Task Held_pools_keep_a_query_waiting_until_the_server_has_started_anew()
    {
        await using var pools = await HeldAsync();
        var query = PooledServer.AskAsync(_client, "select 'answered'");
        await server.RestartServerAsync();
        pools.Keep();

        Assert.Equal("answered", await query.WaitAsync(Limit));
    }

    [Fact]
    public async Task An_order_that_is_taken_back_lets_them_go()
    {
        Task<string?> query;
        await using (await HeldAsync())
        {
            query = PooledServer.AskAsync(_client, "select 'answered'");
        }

        Assert.Equal("answered", await query.WaitAsync(Limit));
    }

    [Fact]
    public async Task They_go_on_when_their_time_is_up_whatever_became_of_the_order()
    {
        var clock = Stopwatch.StartNew();
        await using var pools = await HeldAsync();
        pools.Keep();

        Assert.Equal("answered", await PooledServer.AskAsync(_client, "select 'answered'").WaitAsync(Limit));
        Assert.InRange(clock.Elapsed.TotalSeconds, 3, Limit.TotalSeconds);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pools_that_are_held_while_PgBouncer_logs_in_cost_no_client_a_query(bool withSettings)
    {
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 24).Select(_ => AskUntilAsync(stop.Token)).ToList();
        for (var round = 0; round < 60 && !clients.Any(c => c.IsCompleted); round++)
        {
            // The pools were emptied by the pause before, so they are being filled.
            var held = HeldAsync();
            for (var reading = 0; withSettings && reading < 4; reading++)
            {
                server.ReadSettings();
                await Task.Delay(Random.Shared.Next(10));
            }

            await (await held).DisposeAsync();
        }

        await stop.CancelAsync();
        await Task.WhenAll(clients);

        async Task AskUntilAsync(CancellationToken cancellation)
        {
            await using var connection = await server.OpenAsync();
            while (!cancellation.IsCancellationRequested)
            {
                Assert.Equal("answered", await PooledServer.AskAsync(connection, "select 'answered'"));

                // Some ask again just when the pools are let go.
                await Task.Delay(Random.Shared.Next(20), CancellationToken.None);
            }
        }
    }

    [Fact]
    public async Task A_follower_that_is_to_log_in_otherwise_loses_the_primary_at_no_time()
    {
        await (await HeldAsync()).DisposeAsync();
        var (pauses, since) = (server.CountPauses(), DateTime.UtcNow);
        await server.ChangePasswordAsync("another");
        await UntilAsync(async () => await server.CountSessionsAsync(since) == 1);

        // It may be told the former way again before it has come to the next.
        await server.ChangePasswordAsync("a third");
        await server.ChangePasswordAsync("another");

        Assert.Equal(pauses, server.CountPauses());
        await (await HeldAsync()).DisposeAsync();
        Assert.Equal(pauses + 1, server.CountPauses());
        await server.RestartServerAsync();
        Assert.Equal("answered", await PooledServer.AskAsync(_client, "select 'answered'").WaitAsync(Limit));
    }

    [Fact]
    public async Task A_follower_that_is_killed_in_a_pause_leaves_it_to_the_next_one_to_let_them_go()
    {
        await using var pools = await HeldAsync();
        pools.Keep();
        server.Follower!.Kill();
        await server.Follower.WaitForExitAsync();
        var query = PooledServer.AskAsync(_client, "select 'answered'");
        server.StartFollower();

        Assert.Equal("answered", await query.WaitAsync(Limit));
    }

    [Fact]
    public async Task A_follower_that_hangs_is_told_from_one_that_lives()
    {
        await using (await HeldAsync())
        {
            await UntilAsync(server.IsFollowerAlive);
        }

        Programs.Signal(server.Follower!, "STOP");
        await UntilAsync(() => !server.IsFollowerAlive());
        Programs.Signal(server.Follower!, "CONT");
        await UntilAsync(server.IsFollowerAlive);
    }

    [Fact]
    public async Task An_order_to_read_elsewhere_is_confirmed()
    {
        await (await HeldAsync()).DisposeAsync();
        Assert.Empty(await server.LeaveAsync());
    }

    [Fact]
    public async Task A_transaction_that_does_not_end_is_named_and_goes_on()
    {
        await PooledServer.AskAsync(_client, "begin");
        await using (var pools = await server.HoldAsync())
        {
            Assert.Equal("transactions through pgbouncer-k8s/0 did not end within 2 s", pools.Refusal);
        }

        Assert.Equal("answered", await PooledServer.AskAsync(_client, "select 'answered'; commit").WaitAsync(Limit));
    }

    private async Task<PostgresqlK8s.Poolers.HeldPools> HeldAsync()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var pools = await server.HoldAsync();
            if (pools.Refusal is null && pools.Count == 1)
            {
                return pools;
            }

            await pools.DisposeAsync();
            Assert.True(clock.Elapsed < Limit, $"{pools.Count} pools, {pools.Refusal}\n{server.Log}");
        }
    }

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed < Limit);
            await Task.Delay(50);
        }
    }

    private async Task<NpgsqlConnection> ConnectedAsync()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await server.OpenAsync();
            }
            catch (NpgsqlException) when (clock.Elapsed < Limit)
            {
                // PgBouncer and its follower start.
                await Task.Delay(50);
            }
        }
    }
}
