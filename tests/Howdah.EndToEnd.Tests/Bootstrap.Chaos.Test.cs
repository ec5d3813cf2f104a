using Howdah.Testbed;

namespace Howdah.EndToEnd.Tests;

/// <summary>The member that makes the cluster dies while it does.</summary>
public sealed class BootstrapChaosTest : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly Installation _howdah = Installation.Create();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _howdah.DisposeAsync();

    [Theory]
    [InlineData("initdb")]
    [InlineData("postgres")]
    public async Task A_cluster_whose_maker_dies_is_made_all_the_same(string firstProgram)
    {
        var cluster = PostgresCluster.On(_howdah);
        (await _howdah.RunAsync("bootstrap")).Expect();
        (await _howdah.RunAsync("deploy", PostgresCluster.Bundle)).Expect();

        await Deadline.WaitAsync($"{firstProgram} runs and is killed", Limit, () => Task.FromResult(
            _howdah.ProcessesOf(firstProgram) is [var maker, ..] && KillContainerOf(maker) ? null : "it does not run"));

        await cluster.SettledAsync(Limit);
        await cluster.ConvergedAsync(3, Limit);
        await cluster.ReadCredentialsAsync();
        await using var writer = await cluster.StartWriterAsync();
        await writer.FlowingAsync(Limit);
        await cluster.HoldsAllAsync(await writer.StopAsync(), Limit);
    }

    private static bool KillContainerOf(int process)
    {
        if (Processes.NamespaceOf(process) is not { } container)
        {
            return false;
        }

        Processes.Signal(Processes.Kill, Processes.InNamespace(container));
        return true;
    }
}
