using Howdah.Testbed;
using Xunit.Abstractions;

namespace Howdah.EndToEnd.Tests;

/// <summary>The engine dies at random moments of every kind of change; what was begun is finished all the same.</summary>
public sealed class EngineRestartChaosTest(ITestOutputHelper output) : IAsyncLifetime
{
    private const int KillsPerChange = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly int _seed = Environment.TickCount;
    private readonly Installation _howdah = Installation.Create();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _howdah.DisposeAsync();

    [Fact]
    public async Task Deploy_scale_up_scale_down_and_removal_end_as_if_the_engine_had_never_died()
    {
        output.WriteLine($"seed {_seed}");
        var moments = new Random(_seed);
        var cluster = PostgresCluster.On(_howdah);

        (await _howdah.RunAsync("bootstrap")).Expect();
        (await _howdah.RunAsync("deploy", PostgresCluster.Bundle)).Expect();
        await KillEngineAsync(moments, TimeSpan.FromSeconds(2.5));
        await cluster.SettledAsync(Limit);
        await cluster.ConvergedAsync(3, Limit);
        await cluster.ReadCredentialsAsync();
        await using var writer = await cluster.StartWriterAsync();

        (await _howdah.RunAsync("scale-application", PostgresCluster.Application, "5")).Expect();
        await KillEngineAsync(moments, TimeSpan.FromSeconds(2));
        await cluster.SettledAsync(Limit);
        await cluster.ConvergedAsync(5, Limit);

        (await _howdah.RunAsync("scale-application", PostgresCluster.Application, "3")).Expect();
        await KillEngineAsync(moments, TimeSpan.FromSeconds(2));
        await UnitCountAsync(PostgresCluster.Application, 3);
        await cluster.SettledAsync(Limit);
        await cluster.ConvergedAsync(3, Limit);
        await cluster.HoldsAllAsync(await writer.StopAsync(), Limit);

        (await _howdah.RunAsync("remove-application", "data-integrator")).Expect();
        (await _howdah.RunAsync("remove-application", PostgresCluster.Application)).Expect();
        await KillEngineAsync(moments, TimeSpan.FromSeconds(1.5));
        await UnitCountAsync("data-integrator", 0);
        await UnitCountAsync(PostgresCluster.Application, 0);
        await cluster.SettledAsync(Limit);
    }

    private async Task KillEngineAsync(Random moments, TimeSpan longestWait)
    {
        for (var kill = 0; kill < KillsPerChange; kill++)
        {
            await Task.Delay(longestWait * moments.NextDouble());
            Processes.Signal(Processes.Kill, [_howdah.EnginePid()]);
            (await _howdah.RunAsync("bootstrap")).Expect();
        }
    }

    private Task<TimeSpan> UnitCountAsync(string application, int wanted) =>
        Deadline.WaitAsync($"{application} has {wanted} units", Limit, async () =>
        {
            var units = (await _howdah.StatusAsync())["applications"]![application]?["units"]?.AsObject().Count ?? 0;
            return units == wanted ? null : $"it has {units}";
        });
}
