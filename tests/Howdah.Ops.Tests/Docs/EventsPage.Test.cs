namespace Howdah.Ops.Tests.Docs;

public sealed class EventsPageTests
{
    /// <summary>Set to have the page written instead of compared.</summary>
    private const string Write = "HOWDAH_WRITE_DOCS";

    [Fact]
    public async Task The_reference_page_has_every_event()
    {
        var path = Path.Combine(EventsPage.Root, "docs", "reference", "events.md");
        var page = await EventsPage.RenderAsync();
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Write)))
        {
            await File.WriteAllTextAsync(path, page);
        }

        Assert.True(File.Exists(path) && page == await File.ReadAllTextAsync(path), $"{path} is out of date; run this test once with {Write}=1");
    }
}
