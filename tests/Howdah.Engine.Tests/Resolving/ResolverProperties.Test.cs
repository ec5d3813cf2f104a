using FsCheck;
using FsCheck.Xunit;
using Howdah.Engine.Models;

namespace Howdah.Engine.Tests.Resolving;

/// <summary>What holds whatever happens, in whatever order. A failure prints the shortest list of numbers that has it fail.</summary>
public sealed class ResolverPropertiesTests
{
    [Property(MaxTest = 300, StartSize = 10, EndSize = 400)]
    public void Every_unit_ends_having_been_told_what_it_is_owed_and_nothing_twice(NonNegativeInt[] happenings)
    {
        var it = new RandomModel();
        foreach (var happening in happenings)
        {
            it.Play(happening.Get);
        }

        it.Settle();

        Assert.All(it.Model.Units.Values, unit => Assert.Equal((Life.Alive, null), (unit.Life, it.Next(unit))));
        Assert.All(it.Model.Relations.Values, relation => Assert.Equal(Life.Alive, relation.Life));
        Assert.All(it.Model.Applications.Values, application => Assert.Equal(Life.Alive, application.Life));
        it.Witness.Check(it.Model);
    }
}
