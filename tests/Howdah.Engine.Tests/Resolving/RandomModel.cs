using System.Globalization;
using Howdah.Engine.Changes;
using Howdah.Engine.Charms;
using Howdah.Engine.Leadership;
using Howdah.Engine.Models;
using Howdah.Engine.Resolving;

namespace Howdah.Engine.Tests.Resolving;

/// <summary>
/// A model to which a list of numbers happens: each number is something that a user, a charm, the time or a unit's agent does, or the death of the
/// engine. Hooks run side by side as agents have them run: the model goes on changing between a hook's begin and its end.
/// </summary>
internal sealed class RandomModel
{
    private const string Store = """
        provides: { db: { interface: sql } }
        peers: { cluster: { interface: peers } }
        storage: { data: { type: filesystem, multiple: { range: 0-3 } } }
        config: { options: { size: { type: int, default: 0 } } }
        """;

    private const string Reader = "requires: { database: { interface: sql } }\nconfig: { options: { size: { type: int, default: 0 } } }";

    private static readonly string[] Names = ["store", "vault", "reader", "viewer"];

    private readonly SortedDictionary<string, (HookInfo Hook, ModelSnapshot Seen)> _running = new(StringComparer.Ordinal);
    private readonly HashSet<string> _down = new(StringComparer.Ordinal);
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    public ModelSnapshot Model { get; private set; } = new()
    {
        Model = new ModelRecord { Name = "m", Uuid = "u", Created = DateTimeOffset.UnixEpoch },
    };

    /// <summary>Who keeps account of what the charms are told.</summary>
    public Witness Witness { get; } = new();

    /// <summary>Has one thing happen; what the model refuses does not.</summary>
    public void Play(int choice)
    {
        var (kind, which) = (choice % 32, choice / 32);
        try
        {
            Happen(kind, which);
        }
        catch (EngineException)
        {
            // The user is told why not, and nothing is changed.
        }
    }

    /// <summary>Nothing more happens but what is owed, until nothing is.</summary>
    public void Settle()
    {
        _down.Clear();
        for (var steps = 0; Model.Units.Keys.Any(Advance); steps++)
        {
            Assert.True(steps < 5_000, "there is no end of what is owed");
        }
    }

    public Step? Next(UnitRecord unit) => Resolver.Next(Model, unit, new Observations { Now = _now });

    private void Happen(int kind, int which)
    {
        switch (kind)
        {
            case 0: Deploy(Names[which % Names.Length]); break;
            case 1: Change(model => Units.Add(model, App(which), 1, _now)); break;
            case 2 when Pick(Model.Units.Values, which) is { } unit: Remove(unit, force: which % 5 == 4); break;
            case 3: Change(model => Relations.Add(model, Names[which % 2], Names[2 + (which / 2 % 2)], _now, out _)); break;
            case 4 when Pick(Model.Relations.Values.Where(relation => !relation.IsPeer), which) is { } relation:
                Change(model => Relations.Remove(model, relation)); break;
            case 5 when which % 4 == 0 && Pick(Model.Applications.Values, which / 4) is { } application:
                Change(model => Applications.Remove(model, application.Name, destroyStorage: false, force: false)); break;
            case 6: Configure(App(which), which); break;
            case 7: case 8: WriteUnit(which); break;
            case 9: WriteApplication(which); break;
            case 10 when Pick(Model.Units.Values.Where(unit => unit.Address is not null), which) is { } unit: Move(unit.Name, which); break;
            case 11: _now += TimeSpan.FromMinutes(1); Change(model => model); break;
            case 12 when Pick(Model.Units.Keys, which) is { } unit: _ = _down.Add(unit) || _down.Remove(unit); break;
            case 13: Die(); break;
            case 14: case 15: Fail(which); break;
            case 16: AddStorage(which); break;
            case 17 when Pick(Model.Storages.Values.Where(storage => storage.Unit is not null), which) is { } storage:
                Change(model => Storages.Detach(model, storage.Id, _now)); break;
            case 18 when Pick(Model.Relations.Values.Where(relation => !relation.IsPeer), which) is { } relation:
                Change(model => Relations.Update(model, relation.Id, current => current with { Suspended = current.Suspended is null ? "" : null })); break;
            default:
                if (Pick(Model.Units.Keys, (which * 14) + kind) is { } agent)
                {
                    Advance(agent);
                }

                break;
        }
    }

    // Ends the hook that the unit runs, or begins the one that it is owed; false when there is neither.
    private bool Advance(string unit)
    {
        if (_running.Remove(unit, out var run))
        {
            Change(model => Outcome.Succeeded(model, run.Seen, unit, run.Hook, _now));
            Witness.Told(unit, run.Hook, run.Seen);
            return true;
        }

        if (Model.Units[unit].Address is null)
        {
            Move(unit, 0);
        }

        switch (Next(Model.Units[unit]))
        {
            case Step.Hook hook:
                Change(model => Outcome.Begin(model, unit, hook.Info, _now));
                _running[unit] = (hook.Info, Model);
                return true;
            case Step.Remove:
                Witness.Gone(Model.Units[unit]);
                Change(model => Units.Delete(model, unit, _now));
                return true;
            default:
                return false;
        }
    }

    private void Fail(int which)
    {
        if (Pick(_running.Keys, which) is { } unit && _running.Remove(unit, out var run))
        {
            Change(model => Outcome.Failed(model, unit, run.Hook, _now, _ => TimeSpan.Zero));
            Witness.Broke(unit, run.Hook);
        }
    }

    private void Die()
    {
        foreach (var (unit, run) in _running)
        {
            Witness.Broke(unit, run.Hook);
        }

        _running.Clear();
    }

    private void Deploy(string name)
    {
        var files = new CharmFiles($"name: {name}\n{(name is "store" or "vault" ? Store : Reader)}", null, null, "");
        var charm = CharmReader.Read(files);
        Change(model => Applications.Add(
            model, new CharmRecord($"local:{name}-0", name, 0, "", files), charm, new DeployRequest(name) { Units = 1 }, _now));
    }

    private void Remove(UnitRecord unit, bool force)
    {
        Change(model => Units.Remove(model, unit, destroyStorage: false, force));
        if (force)
        {
            _running.Remove(unit.Name);
        }
    }

    private void Configure(string name, int which) => Change(model => model with
    {
        Applications = model.Applications.SetItem(name, Applications.WithConfig(
            Find.Application(model, name), model.CharmOf(model.Applications[name]),
            new Dictionary<string, string>(StringComparer.Ordinal) { ["size"] = (which % 3).ToString(CultureInfo.InvariantCulture) }, [])),
    });

    private void WriteUnit(int which)
    {
        var members = from relation in Model.Relations.Values
                      from member in relation.Members
                      where member.Value.InScope
                      select (relation.Id, Unit: member.Key);
        if (Pick(members.Select(member => ((int Id, string Unit)?)member), which) is { } written)
        {
            Change(model => Relations.Update(model, written.Id, relation => relation with
            {
                Members = relation.Members.SetItem(
                    written.Unit, relation.Members[written.Unit] with { Databag = Written(relation.Members[written.Unit].Databag, which) }),
            }));
        }
    }

    private void WriteApplication(int which)
    {
        if (Pick(Model.Relations.Values, which) is { } relation)
        {
            var name = relation.Ends[which % relation.Ends.Length].Application;
            Change(model => Relations.Update(model, relation.Id, current => current with
            {
                Applications = current.Applications.SetItem(name, Written(current.Applications.GetValueOrDefault(name) ?? Databag.Empty, which)),
            }));
        }
    }

    private void AddStorage(int which)
    {
        if (Pick(Model.Units.Values.Where(unit => unit.Application is "store" or "vault"), which) is { } unit)
        {
            Change(model => Storages.Add(model, unit.Name, "data", 1, _now));
        }
    }

    // As the agent does that sees its unit at another address.
    private void Move(string unit, int which) => Change(model =>
    {
        model = Units.Update(model, unit, record => record with { Address = $"127.0.{which % 3}.{record.Number}" });
        return model.Relations.Values.Where(relation => relation.Members.GetValueOrDefault(unit)?.InScope == true)
            .Aggregate(model, (current, relation) => Relations.Enter(current, relation.Id, current.Units[unit]));
    });

    private void Change(Func<ModelSnapshot, ModelSnapshot> change)
    {
        var before = Model;
        Model = ModelRules.Settle(change(Model));
        Model = ModelRules.Settle(Leases.Decide(
            Model, unit => _down.Contains(unit) ? Presence.Down : Presence.Up, _now, TimeSpan.FromSeconds(30)));
        foreach (var unit in Model.Units.Values.Where(unit => before.Units.ContainsKey(unit.Name) && !Concern.Has(before, Model, unit.Name)))
        {
            var seen = new Observations { Now = _now };
            Assert.Equal(Resolver.Next(before, before.Units[unit.Name], seen), Resolver.Next(Model, unit, seen));
        }

        foreach (var application in before.Applications.Values.Where(application => application.Leader is not null))
        {
            if (Model.Applications.GetValueOrDefault(application.Name)?.Leader != application.Leader)
            {
                Witness.LostLeadership(application.Leader!);
            }
        }
    }

    private string App(int which) => Names[which % Names.Length];

    private static Databag Written(Databag bag, int which) =>
        bag.With([KeyValuePair.Create("word", (which % 3).ToString(CultureInfo.InvariantCulture))]);

    private static T? Pick<T>(IEnumerable<T> among, int which) => among.ToList() is { Count: > 0 } list ? list[which % list.Count] : default;
}
