using Howdah.Engine.Journal;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Journal;

/// <summary>The files of a unit's records.</summary>
public sealed class UnitJournalTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string Folder => _directory["unit"];

    [Fact]
    public void Only_so_many_records_are_kept_and_their_numbers_go_on()
    {
        var journal = new UnitJournal(Folder, mostRecords: 3, mostBytes: 1 << 20);
        for (var index = 0; index < 5; index++)
        {
            Keep(journal, "config-changed");
        }

        Assert.Equal([3, 4, 5], journal.Read().Select(record => record.Id));
        Assert.Equal(6, Keep(new UnitJournal(Folder, 3, 1 << 20), "start").Id);
        Assert.Null(journal.Find(1));
    }

    [Fact]
    public void Only_so_many_bytes_are_kept()
    {
        var journal = new UnitJournal(Folder, mostRecords: 100, mostBytes: 5000);
        for (var index = 0; index < 5; index++)
        {
            Keep(journal, "config-changed", new string('x', 2000));
        }

        Assert.Equal([4, 5], journal.Read().Select(record => record.Id));
    }

    [Fact]
    public void Hooks_that_tell_nothing_new_do_not_push_out_the_others()
    {
        var journal = new UnitJournal(Folder, mostRecords: 20, mostBytes: 1 << 20);
        Keep(journal, "install");
        for (var index = 0; index < 50; index++)
        {
            Keep(journal, "update-status");
        }

        Assert.Equal((11, "install"), (journal.Read().Count(), journal.Read().First().Name));
    }

    [Fact]
    public void A_damaged_record_is_left_out_and_nobody_else_may_read_any()
    {
        var journal = new UnitJournal(Folder, 100, 1 << 20);
        var first = Keep(journal, "install");
        Keep(journal, "start");
        var file = Directory.EnumerateFiles(Folder).Order(StringComparer.Ordinal).First();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
        File.WriteAllText(file, "{ \"id\": 1, ");

        Assert.Equal(["start"], journal.Read().Select(record => record.Name));
        Assert.Null(journal.Find(first.Id));
    }

    public void Dispose() => _directory.Dispose();

    private static HookRecord Keep(UnitJournal journal, string hook, string message = "")
    {
        var record = journal.Begin(
            id => new HookRecord
            {
                Id = id, Unit = "box/0", Name = hook, DispatchPath = $"hooks/{hook}", Charm = "local:box-0", CharmDigest = "", Attempt = 1, Started = default,
            },
            begun => begun);
        journal.End(record with { Outcome = HookOutcome.Succeeded, Message = message });
        return record;
    }
}
