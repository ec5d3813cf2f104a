using System.Runtime.CompilerServices;

namespace Howdah.Charms.Tests;

/// <summary>
/// Compares a text with a file in <c>golden/</c>, or at a full path. With <c>HOWDAH_UPDATE_GOLDEN=1</c> the files are written anew; review the difference.
/// </summary>
internal static class Golden
{
    internal static void Equal(string name, string text, [CallerFilePath] string source = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(source)!, "golden", name);
        if (Environment.GetEnvironmentVariable("HOWDAH_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path), text);
    }
}
