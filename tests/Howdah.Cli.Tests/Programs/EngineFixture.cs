using Howdah.Testbed;

namespace Howdah.Cli.Tests.Programs;

/// <summary>The real programs with a small model: two greeters, one of them called, and a mason nobody has work for.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    /// <summary>The installation under test.</summary>
    public Installation Howdah { get; } = Installation.Create();

    /// <summary>Path of a charm of these tests.</summary>
    public static string Charm(string name) => Path.Combine(AppContext.BaseDirectory, "Charms", name);

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        try
        {
            (await Howdah.RunAsync("bootstrap")).Expect();
            (await Howdah.RunAsync("deploy", Charm("greeter"), "-n", "2")).Expect();
            (await Howdah.RunAsync("deploy", Charm("caller"))).Expect();
            (await Howdah.RunAsync("deploy", Charm("mason"))).Expect();
            (await Howdah.RunAsync("integrate", "caller", "greeter")).Expect();
            (await Howdah.RunAsync(
                "wait-for", "model", "default", "--timeout", "60s", "--query",
                "len(units)==4 && forEach(units, u => u.workload-status==\"active\" && u.agent-status==\"idle\")")).Expect();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Howdah.DisposeAsync();
}

/// <summary>Tests that share one engine run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class EngineCollection : ICollectionFixture<EngineFixture>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "engine";
}
