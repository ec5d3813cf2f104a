namespace Howdah.Engine.Tests.Harness;

/// <summary>Programs of this checkout, as the build made them.</summary>
internal static class Built
{
    /// <summary>The root of the checkout.</summary>
    public static string Root { get; } = Above(folder => File.Exists(Path.Combine(folder, "Howdah.slnx")))
        ?? throw new DirectoryNotFoundException($"no checkout above {AppContext.BaseDirectory}");

    /// <summary>Path of a program.</summary>
    /// <param name="folder"><c>src</c> or <c>tests</c>.</param>
    /// <param name="project">Its project.</param>
    /// <param name="name">Its name.</param>
    public static string Program(string folder, string project, string name)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var path = Path.Combine(folder, project, "bin", configuration, "net10.0", name);
        return Above(root => File.Exists(Path.Combine(root, path))) is { } found
            ? Path.Combine(found, path)
            : throw new FileNotFoundException($"{name} was not built");
    }

    private static string? Above(Func<string, bool> isIt)
    {
        var folder = AppContext.BaseDirectory.TrimEnd('/');
        while (folder is not null && !isIt(folder))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder;
    }
}
