using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Engine;

public sealed class ModelEndTests
{
    [Fact]
    public async Task Who_watches_a_model_or_its_log_hears_of_its_end()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm("name: box");
        await engine.DeployAsync("box");
        await engine.SettleAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var model = engine.Model;
        var watching = CountAsync(model.WatchAsync(deadline.Token));
        var reading = CountAsync(model.ReadLogAsync(new LogQuery { Follow = true }, deadline.Token));
        await engine.Controller.DestroyModelAsync("default", destroyStorage: true, force: false, CancellationToken.None);
        Assert.True(await watching > 1);
        Assert.True(await reading > 1);
        Assert.Equal(0, await CountAsync(model.WatchAsync(deadline.Token)));
        Assert.Equal(0, await CountAsync(model.ReadLogAsync(new LogQuery { Follow = true }, deadline.Token)));
    }

    private static async Task<int> CountAsync<T>(IAsyncEnumerable<T> items)
    {
        var count = 0;
        await foreach (var item in items)
        {
            count += item is null ? 0 : 1;
        }

        return count;
    }
}
