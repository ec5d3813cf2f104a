using Howdah.Ops.Testing;

namespace Howdah.Ops.Tests.Pebble;

/// <summary>One daemon for the tests of a class: the one built beside these tests, or that of PEBBLE_BINARY.</summary>
public sealed class RealPebbleFixture : IAsyncLifetime
{
    public static string Binary { get; } =
        Environment.GetEnvironmentVariable("PEBBLE_BINARY") ?? Path.Combine(AppContext.BaseDirectory, "pebble");

    public RealPebble Pebble { get; private set; } = null!;

    public async Task InitializeAsync() => Pebble = await RealPebble.StartAsync(Binary);

    public async Task DisposeAsync() => await Pebble.DisposeAsync();
}
