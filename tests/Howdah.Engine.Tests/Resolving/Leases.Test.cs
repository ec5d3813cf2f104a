using Howdah.Engine.Changes;
using Howdah.Engine.Leadership;
using Howdah.Engine.Models;

namespace Howdah.Engine.Tests.Resolving;

public sealed class LeasesTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    [Fact]
    public void The_first_unit_leads_and_renews_at_half_time()
    {
        var (it, presence) = Deployed();
        it.Change(model => Decide(model, presence, it.Now));
        Assert.Equal("db/0", it.Model.Applications["db"].Leader);
        presence["db/0"] = Presence.Up;
        var before = it.Model;
        Assert.Same(before, Decide(before, presence, it.Now + TimeSpan.FromSeconds(29)));
        var renewed = Decide(before, presence, it.Now + TimeSpan.FromSeconds(30));
        Assert.Equal(it.Now + TimeSpan.FromSeconds(90), renewed.Applications["db"].LeaseExpires);
    }

    [Fact]
    [Trait("Acceptance", "64")]
    public void A_leader_that_is_removed_hands_over_at_once()
    {
        var (it, presence) = Deployed();
        it.Change(model => Decide(model, presence, it.Now));
        it.Change(model => Units.Remove(model, model.Units["db/0"], destroyStorage: false, force: false));
        it.Change(model => Decide(model, presence, it.Now));
        Assert.Equal("db/0", it.Model.Applications["db"].Leader);
        it.Change(model => Units.Delete(model, "db/0", it.Now));
        it.Change(model => Decide(model, presence, it.Now));
        Assert.Equal("db/1", it.Model.Applications["db"].Leader);
    }

    [Fact]
    public void A_leader_that_is_down_keeps_its_lease_to_the_end()
    {
        var (it, presence) = Deployed();
        it.Change(model => Decide(model, presence, it.Now));
        it.Change(model => Units.Update(model, "db/0", unit => unit with { Told = unit.Told with { Leader = true } }));
        presence["db/0"] = Presence.Down;
        it.Change(model => Decide(model, presence, it.Now + TimeSpan.FromSeconds(59)));
        Assert.Equal("db/0", it.Model.Applications["db"].Leader);
        it.Change(model => Decide(model, presence, it.Now + TimeSpan.FromSeconds(60)));
        Assert.Equal("db/1", it.Model.Applications["db"].Leader);
        Assert.False(it.Model.Units["db/0"].Told.Leader);
    }

    [Fact]
    public void A_leader_that_nothing_is_known_of_stays_the_leader()
    {
        var (it, presence) = Deployed();
        it.Change(model => Decide(model, presence, it.Now));
        Assert.Same(it.Model, Decide(it.Model, presence, it.Now + TimeSpan.FromDays(1)));
    }

    private static ModelSnapshot Decide(ModelSnapshot model, Dictionary<string, Presence> presence, DateTimeOffset now) =>
        Leases.Decide(model, presence.GetValueOrDefault, now, Lease);

    private static (Simulation, Dictionary<string, Presence>) Deployed()
    {
        var it = new Simulation();
        it.Deploy("name: db", units: 2);
        it.Change(model => model with
        {
            Applications = model.Applications.SetItem("db", model.Applications["db"] with { Leader = null }),
        });
        return (it, new Dictionary<string, Presence>(StringComparer.Ordinal));
    }
}
