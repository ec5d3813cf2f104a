namespace Howdah.Engine.Tests.Harness;

/// <summary>The hook command program, as the build made it.</summary>
internal static class HookTool
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = System.IO.Path.Combine(folder.FullName, "src/Howdah.HookTools/bin", configuration, "net10.0/hook-tool");
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new FileNotFoundException("hook-tool was not built");
    }
}
