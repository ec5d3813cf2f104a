using Howdah.Charms.PostgresqlK8s.Guard;

namespace Howdah.Charms.Tests.Guard;

public sealed class DataDirectoryIntegrationTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("howdah-data-").FullName;

    private string Data => Path.Combine(_folder, "pgdata");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_not_there_or_empty_is_left_to_patroni()
    {
        Assert.False(DataDirectory.SetAsideIfIncomplete(Data));
        Directory.CreateDirectory(Data);
        Assert.False(DataDirectory.SetAsideIfIncomplete(Data));
    }

    [Fact]
    public void What_has_a_control_file_is_never_touched()
    {
        Directory.CreateDirectory(Path.Combine(Data, "global"));
        File.WriteAllText(Path.Combine(Data, "global", "pg_control"), "");

        Assert.False(DataDirectory.SetAsideIfIncomplete(Data));
        Assert.True(Directory.Exists(Data));
    }

    [Fact]
    public void A_copy_that_was_cut_off_is_set_aside_and_only_the_last_one_is_kept()
    {
        foreach (var file in (string[])["first", "second"])
        {
            Directory.CreateDirectory(Data);
            File.WriteAllText(Path.Combine(Data, file), "");

            Assert.True(DataDirectory.SetAsideIfIncomplete(Data));
            Assert.False(Directory.Exists(Data));
            Assert.Equal([file], Directory.GetFiles(Data + ".incomplete").Select(Path.GetFileName));
        }
    }
}
