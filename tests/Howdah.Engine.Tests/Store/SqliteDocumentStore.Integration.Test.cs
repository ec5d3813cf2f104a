using Howdah.Engine.Store;
using Howdah.Engine.Tests.Harness;
using Microsoft.Data.Sqlite;

namespace Howdah.Engine.Tests.Store;

public sealed class SqliteDocumentStoreTests : DocumentStoreCompliance
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public async Task What_was_committed_is_there_after_opening_again_and_only_its_owner_can_read_it()
    {
        var path = _directory["again.db"];
        await using (var store = SqliteDocumentStore.Open(path))
        {
            await store.CommitAsync([new DocumentChange("a", 0, "{}"u8.ToArray())], CancellationToken.None);
            foreach (var file in Directory.GetFiles(_directory.Path, "again.db*"))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }

        await using var again = SqliteDocumentStore.Open(path);
        Assert.Single(await again.LoadAsync("", CancellationToken.None));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        var path = _directory["text.db"];
        File.WriteAllText(path, string.Concat(Enumerable.Repeat("this is not a database\n", 100)));
        var error = Assert.Throws<EngineException>(() => SqliteDocumentStore.Open(path));
        Assert.Equal(
            $"\"{path}\" is damaged or no database; put back a copy of it, or move it away to start with an empty model", error.Message);
    }

    [Fact]
    public async Task A_damaged_database_is_refused()
    {
        var path = _directory["damaged.db"];
        await using (var store = SqliteDocumentStore.Open(path))
        {
            foreach (var number in Enumerable.Range(0, 200))
            {
                await store.CommitAsync([new DocumentChange($"k{number}", 0, new byte[500])], CancellationToken.None);
            }
        }

        var bytes = await File.ReadAllBytesAsync(path);
        bytes.AsSpan(8192, 8192).Fill(0xAA);
        await File.WriteAllBytesAsync(path, bytes);
        var error = Assert.Throws<EngineException>(() => SqliteDocumentStore.Open(path));
        Assert.Contains("is damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_database_of_another_program_is_refused_and_left_alone()
    {
        var path = _directory["foreign.db"];
        using (var foreign = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            foreign.Open();
            using var command = foreign.CreateCommand();
            command.CommandText = "CREATE TABLE theirs (x)";
            command.ExecuteNonQuery();
        }

        var before = File.ReadAllBytes(path);
        var error = Assert.Throws<EngineException>(() => SqliteDocumentStore.Open(path));
        Assert.Equal($"\"{path}\" is a database of another program; give Howdah a data directory of its own", error.Message);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        var error = Assert.Throws<EngineException>(() => SqliteDocumentStore.Open(_directory["no/where.db"]));
        Assert.Equal((EngineErrorKind.Unavailable, $"the directory \"{_directory["no"]}\" does not exist"), (error.Kind, error.Message));
    }

    [Fact]
    public async Task A_full_disk_is_told_and_changes_nothing()
    {
        var path = _directory["full.db"];
        await using var store = SqliteDocumentStore.Open(path);
        await store.CommitAsync([new DocumentChange("a", 0, new byte[100])], CancellationToken.None);
        store.LimitTo(pages: 20);

        var error = await Assert.ThrowsAsync<EngineException>(async () =>
            await store.CommitAsync([new DocumentChange("b", 0, new byte[1 << 20])], CancellationToken.None));
        Assert.Equal(
            (EngineErrorKind.Unavailable, $"the disk is full: \"{path}\" can't be written and nothing was changed; free some space and try again"),
            (error.Kind, error.Message));
        Assert.Single(await store.LoadAsync("", CancellationToken.None));
        await store.CommitAsync([new DocumentChange("c", 0, new byte[10])], CancellationToken.None);
    }

    protected override IDocumentStore Open() => SqliteDocumentStore.Open(_directory["howdah.db"]);

    protected override void Close() => _directory.Dispose();
}
