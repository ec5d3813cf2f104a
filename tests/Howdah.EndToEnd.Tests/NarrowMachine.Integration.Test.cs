using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Howdah.Testbed;

namespace Howdah.EndToEnd.Tests;

/// <summary>Machines on which not all is free that a cluster needs: it says what is missing, and goes on when it is there.</summary>
public sealed class NarrowMachineIntegrationTest : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly Installation _howdah = Installation.Create();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _howdah.DisposeAsync();

    [Fact]
    public async Task A_port_that_another_program_has_on_all_addresses_is_named()
    {
        using var other = new TcpListener(IPAddress.Any, 5432);
        other.Start();
        (await _howdah.RunAsync("bootstrap")).Expect();
        (await _howdah.RunAsync("deploy", PostgresCluster.Bundle)).Expect();

        await StatusAsync("blocked", "port 5432 is taken");

        other.Stop();
        (await _howdah.RunAsync("config", PostgresCluster.Application, "synchronous_node_count=all")).Expect();
        await PostgresCluster.On(_howdah).SettledAsync(Limit);
    }

    [Fact]
    public async Task A_disk_that_fills_up_while_it_is_deployed_is_told_and_the_deployment_goes_on_when_there_is_room()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        using var disk = SmallDisk.Mount(_howdah.DataDirectory, megabytes: 150);
        (await _howdah.RunAsync("bootstrap")).Expect();
        (await _howdah.RunAsync("deploy", PostgresCluster.Bundle)).Expect();

        await StatusAsync("blocked", "<10% free space on pgdata volume");

        disk.Resize(megabytes: 1500);
        await PostgresCluster.On(_howdah).SettledAsync(Limit);
        await PostgresCluster.On(_howdah).ConvergedAsync(3, Limit);
        (await _howdah.RunAsync("down")).Expect();
    }

    private Task<TimeSpan> StatusAsync(string wanted, string message) =>
        Deadline.WaitAsync($"a unit is {wanted}", Limit, async () =>
        {
            var status = await _howdah.StatusAsync();
            var shown = status["applications"]![PostgresCluster.Application]!["units"]!.AsObject()
                .Select(unit => unit.Value!["workload-status"]!)
                .Select(unit => ((string?)unit["current"] ?? "", (string?)unit["message"] ?? ""))
                .ToList();
            return shown.Exists(each => each.Item1 == wanted && each.Item2.Contains(message, StringComparison.Ordinal))
                ? null
                : string.Join("; ", shown);
        });
}
