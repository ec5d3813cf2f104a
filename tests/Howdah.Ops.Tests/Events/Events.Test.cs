using Howdah.Ops.Testing;

namespace Howdah.Ops.Tests.Events;

public sealed class EventsTests
{
    private readonly List<string> told = [];

    private static RelationState Database => new("my-db")
    {
        RemoteApp = "other",
        RemoteUnits = new Dictionary<int, IReadOnlyDictionary<string, string>> { [0] = RelationState.Empty },
    };

    private Scenario All => ScriptedCharm.Scenario(charm =>
    {
        var on = charm.On;
        foreach (var one in new[] { on.Install, on.Start, on.ConfigChanged, on.UpdateStatus, on.UpgradeCharm, on.LeaderElected,
            on.Stop, on.Remove })
        {
            charm.When(one, e => told.Add(e.Kind));
        }

        var db = on.Relation("my-db");
        charm.When(db.Created, e => told.Add($"{e.Kind} {e.App} {e.Relation.IsActive}"));
        charm.When(db.Joined, e => told.Add($"{e.Kind} {e.Unit}"));
        charm.When(db.Changed, e => told.Add($"{e.Kind} {e.App} {e.Unit}"));
        charm.When(db.Departed, e => told.Add($"{e.Kind} {e.Unit} {e.DepartingUnit}"));
        charm.When(db.Broken, e => told.Add($"{e.Kind} {e.App} {e.Relation.IsActive} {charm.Model.GetRelations("my-db").Count}"));
        var box = on.Container("my-box");
        charm.When(box.PebbleReady, e => told.Add($"{e.Kind} {e.Container.Name}"));
        charm.When(box.CustomNotice, e => told.Add($"{e.Kind} {e.NoticeId} {e.NoticeType} {e.NoticeKey}"));
        charm.When(box.CheckFailed, e => told.Add($"{e.Kind} {e.CheckName}"));
        charm.When(box.CheckRecovered, e => told.Add($"{e.Kind} {e.CheckName}"));
        charm.When(on.Storage("my-disk").Attached, e =>
            told.Add($"{e.Kind} {e.Storage.Name} {e.Storage.Index} {e.Storage.Location}"));
        charm.When(on.Storage("my-disk").Detaching, e => told.Add($"{e.Kind} {e.Storage.Id}"));
        charm.When(on.SecretChanged, e => told.Add($"{e.Kind} {e.Secret.Id} {e.Secret.Label}"));
        charm.When(on.SecretRotate, e => told.Add($"{e.Kind} {e.CanDefer}"));
        charm.When(on.SecretRemove, e => told.Add($"{e.Kind} {e.Revision}"));
        charm.When(on.SecretExpired, e => told.Add($"{e.Kind} {e.Revision}"));
    });

    private async Task<string> TellAsync(Trigger trigger, State? state = null)
    {
        told.Clear();
        await All.RunAsync(trigger, state ?? new State());
        return Assert.Single(told);
    }

    [Theory]
    [Trait("Acceptance", "41")]
    [InlineData("install")]
    [InlineData("start")]
    [InlineData("config-changed")]
    [InlineData("update-status")]
    [InlineData("upgrade-charm")]
    [InlineData("leader-elected")]
    [InlineData("stop")]
    [InlineData("remove")]
    public async Task A_hook_of_the_units_life_is_one_event(string hook) =>
        Assert.Equal(hook.Replace('-', '_'), await TellAsync(Trigger.Hook(hook)));

    [Fact]
    [Trait("Acceptance", "41")]
    [Trait("Acceptance", "42")]
    [Trait("Acceptance", "43")]
    [Trait("Acceptance", "44")]
    public async Task Relation_events_carry_who_they_are_about()
    {
        var relation = Database;
        var state = new State { Relations = [relation] };

        Assert.Equal("my_db_relation_created other True", await TellAsync(Trigger.RelationCreated(relation), state));
        Assert.Equal("my_db_relation_joined other/0", await TellAsync(Trigger.RelationJoined(relation, 0), state));
        Assert.Equal("my_db_relation_changed other other/0", await TellAsync(Trigger.RelationChanged(relation, 0), state));
        Assert.Equal("my_db_relation_changed other ", await TellAsync(Trigger.RelationChanged(relation), state));
        Assert.Equal("my_db_relation_departed other/0 tested/0",
            await TellAsync(Trigger.RelationDeparted(relation, 0, "tested/0"), state));
        Assert.Equal("my_db_relation_broken other False 0", await TellAsync(Trigger.RelationBroken(relation), state));
    }

    [Fact]
    [Trait("Acceptance", "41")]
    [Trait("Acceptance", "54")]
    [Trait("Acceptance", "55")]
    [Trait("Acceptance", "56")]
    public async Task Container_storage_and_secret_events_carry_what_they_are_about()
    {
        var layer = new Layer { Checks = new Dictionary<string, Check> { ["c"] = new() { Exec = new ExecCheck("x") } } };
        var storage = new StorageState("my-disk", 3, "/disk");
        var secret = new SecretState(new Dictionary<string, string> { ["key"] = "v" }) { Label = "mine" };
        var state = new State
        {
            Containers =
                [new ContainerState("my-box") { Layers = [new LayerState("l", layer)], Notices = [new("5", "custom", "a.b/c")] }],
            Storages = [storage],
            Secrets = [secret],
        };

        Assert.Equal("my_box_pebble_ready my-box", await TellAsync(Trigger.PebbleReady("my-box"), state));
        Assert.Equal("my_box_pebble_custom_notice 5 custom a.b/c",
            await TellAsync(Trigger.PebbleCustomNotice("my-box", "5", "a.b/c"), state));
        Assert.Equal("my_box_pebble_check_failed c", await TellAsync(Trigger.PebbleCheckFailed("my-box", "c"), state));
        Assert.Equal("my_box_pebble_check_recovered c", await TellAsync(Trigger.PebbleCheckRecovered("my-box", "c"), state));
        Assert.Equal("my_disk_storage_attached my-disk 3 /disk", await TellAsync(Trigger.StorageAttached(storage), state));
        Assert.Equal("my_disk_storage_detaching my-disk/3", await TellAsync(Trigger.StorageDetaching(storage), state));
        Assert.Equal($"secret_changed {secret.Uri} mine", await TellAsync(Trigger.SecretChanged(secret), state));
        Assert.Equal("secret_rotate False", await TellAsync(Trigger.SecretRotate(secret), state));
        Assert.Equal("secret_remove 2", await TellAsync(Trigger.SecretRemove(secret, 2), state));
        Assert.Equal("secret_expired 2", await TellAsync(Trigger.SecretExpired(secret, 2), state));
    }

    [Fact]
    public async Task Who_listens_to_an_application_alone_is_not_told_of_its_units()
    {
        var scenario = ScriptedCharm.Scenario(charm => charm.WhenAny(charm.On.Relation("my-db").OfApplication, e => told.Add(e.Kind)));
        var relation = Database;
        var state = new State { Relations = [relation] };
        foreach (var trigger in new[]
        {
            Trigger.RelationCreated(relation), Trigger.RelationJoined(relation, 0), Trigger.RelationChanged(relation, 0), Trigger.RelationChanged(relation),
            Trigger.RelationDeparted(relation, 0), Trigger.RelationBroken(relation),
        })
        {
            await scenario.RunAsync(trigger, state);
        }

        Assert.Equal(["my_db_relation_created", "my_db_relation_changed", "my_db_relation_broken"], told);
    }

    [Fact]
    public async Task A_deferred_event_of_those_of_which_something_holds_comes_again()
    {
        var scenario = ScriptedCharm.Scenario(charm => charm.When(charm.On.Relation("my-db").Changed.Where(e => e.Unit is null), e =>
        {
            told.Add($"{e.Kind} {e.Unit}");
            if (told.Count == 1)
            {
                e.Defer();
            }
        }));
        var relation = Database;

        var first = await scenario.RunAsync(Trigger.RelationChanged(relation), new State { Relations = [relation] });
        var second = await scenario.RunAsync(Trigger.RelationChanged(relation, 0), first.State);

        Assert.Equal(["my_db_relation_changed ", "my_db_relation_changed "], told);
        Assert.Empty(second.State.Charm.Deferred);
    }

    [Fact]
    public async Task An_event_of_a_librarys_own_is_told_at_once_and_can_be_deferred()
    {
        var scenario = ScriptedCharm.Scenario(charm =>
        {
            var own = charm.On.Define("own_event", s => new OwnEvent(s["text"]));
            charm.When(own, e =>
            {
                told.Add(e.Text);
                if (told.Count == 1)
                {
                    e.Defer();
                }
            });
            charm.When(charm.On.Install, e =>
            {
                charm.EmitNowAsync(own, new Dictionary<string, string> { ["text"] = "hello" }).GetAwaiter().GetResult();
                told.Add("after");
            });
        });

        var first = await scenario.RunAsync(Trigger.Install, new State());
        var second = await scenario.RunAsync(Trigger.Start, first.State);

        Assert.Equal(["hello", "after", "hello"], told);
        Assert.Empty(second.State.Charm.Deferred);
    }
}
