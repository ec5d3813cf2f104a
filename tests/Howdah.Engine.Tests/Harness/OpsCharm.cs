namespace Howdah.Engine.Tests.Harness;

/// <summary>The program that holds charms written with Ops, as the build made it, for the <c>dispatch</c> of a <see cref="ScriptedCharm"/>.</summary>
internal static class OpsCharm
{
    /// <summary>Lines of a script that go on as the charm of that program which metadata.yaml names.</summary>
    public static string Script { get; } = $"""
        export DOTNET_ROOT='{Path.GetDirectoryName(Environment.ProcessPath)}'
        exec '{Find()}'
        """;

    private static string Find()
    {
        const string Name = "Howdah.Ops.TestCharm";
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "tests", Name, "bin", configuration, "net10.0", Name);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new FileNotFoundException($"{Name} was not built");
    }
}
