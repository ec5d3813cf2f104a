namespace Howdah.Engine.Tests.Harness;

/// <summary>Programs of this checkout, as the build made them.</summary>
internal static class Built
{
    /// <summary>Path of a program.</summary>
    /// <param name="folder"><c>src</c> or <c>tests</c>.</param>
    /// <param name="project">Its project.</param>
    /// <param name="name">Its name.</param>
    public static string Program(string folder, string project, string name)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        for (var root = new DirectoryInfo(AppContext.BaseDirectory); root is not null; root = root.Parent)
        {
            var candidate = Path.Combine(root.FullName, folder, project, "bin", configuration, "net10.0", name);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new FileNotFoundException($"{name} was not built");
    }
}
