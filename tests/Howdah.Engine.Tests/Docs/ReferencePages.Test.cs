using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Docs;

public sealed class ReferencePagesTests
{
    /// <summary>Set to have the pages written instead of compared.</summary>
    private const string Write = "HOWDAH_WRITE_DOCS";

    [Theory]
    [InlineData("hook-commands.md")]
    [InlineData("statuses.md")]
    public void A_reference_page_says_what_the_engine_does(string name)
    {
        var path = Path.Combine(Built.Root, "docs", "reference", name);
        var page = ReferencePages.All[name];
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Write)))
        {
            File.WriteAllText(path, page);
        }

        Assert.True(File.Exists(path) && page == File.ReadAllText(path), $"{path} is out of date; run this test once with {Write}=1");
    }
}
