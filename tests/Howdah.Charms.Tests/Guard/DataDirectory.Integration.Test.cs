using Howdah.Charms.PostgresqlK8s.Guard;

namespace Howdah.Charms.Tests.Guard;

public sealed class DataDirectoryIntegrationTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("howdah-data-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "pgdata");

    private DataDirectory Data => new(Path);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_not_there_or_empty_has_no_data()
    {
        Assert.False(Data.HasData);
        Directory.CreateDirectory(Path);
        Assert.False(Data.HasData);
    }

    [Fact]
    public void It_is_complete_with_its_control_file()
    {
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "global"));
        Assert.True(Data.HasData);
        Assert.False(Data.IsComplete);

        File.WriteAllText(System.IO.Path.Combine(Path, "global", "pg_control"), "");

        Assert.True(Data.IsComplete);
    }

    [Fact]
    public void It_remembers_whether_it_was_empty_at_the_last_start()
    {
        Data.NoteStart();
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "base"));
        Assert.True(Data.WasEmpty);

        Data.NoteStart();
        Assert.False(Data.WasEmpty);
    }

    [Fact]
    public void Of_what_is_set_aside_only_the_last_is_kept()
    {
        foreach (var file in (string[])["first", "second"])
        {
            Directory.CreateDirectory(Path);
            File.WriteAllText(System.IO.Path.Combine(Path, file), "");

            Data.SetAside();
            Assert.False(Directory.Exists(Path));
            Assert.Equal([file], Directory.GetFiles(Path + ".incomplete").Select(System.IO.Path.GetFileName));
        }
    }
}
