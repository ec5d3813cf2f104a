namespace Howdah.Cli.Tests.Programs;

/// <summary>A copy of a charm of these tests that a test may change.</summary>
internal sealed class CharmFolder : IDisposable
{
    /// <summary>Makes the copy.</summary>
    public CharmFolder(string charm)
    {
        Path = Directory.CreateTempSubdirectory("howdah-charm-").FullName;
        foreach (var file in Directory.EnumerateFiles(EngineFixture.Charm(charm)))
        {
            File.Copy(file, System.IO.Path.Combine(Path, System.IO.Path.GetFileName(file)));
        }
    }

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>Replaces text in one of its files, which must have it.</summary>
    public void Replace(string file, string old, string text)
    {
        var path = System.IO.Path.Combine(Path, file);
        var content = File.ReadAllText(path);
        Assert.Contains(old, content, StringComparison.Ordinal);
        File.WriteAllText(path, content.Replace(old, text, StringComparison.Ordinal));
    }

    /// <summary>Adds text to one of its files.</summary>
    public void Append(string file, string text) => File.AppendAllText(System.IO.Path.Combine(Path, file), text);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
