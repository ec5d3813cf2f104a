using Howdah.Engine.Models;

namespace Howdah.Engine.Tests.Resolving;

/// <summary>What holds whatever happens, in whatever order.</summary>
public sealed class ResolverPropertiesTests
{
    private const int Lists = 300;
    private const int Longest = 400;

    /// <summary>The same lists each time; a failure names the seed of its list.</summary>
    [Fact]
    public void Every_unit_ends_having_been_told_what_it_is_owed_and_nothing_twice()
    {
        for (var seed = 0; seed < Lists; seed++)
        {
            var random = new Random(seed);
            var length = random.Next(Longest);
            Run(seed, [.. Enumerable.Range(0, length).Select(_ => random.Next(length + 1))]);
        }
    }

    private static void Run(int seed, IReadOnlyList<int> happenings)
    {
        var it = new RandomModel();
        try
        {
            foreach (var happening in happenings)
            {
                it.Play(happening);
            }

            it.Settle();
            Assert.All(it.Model.Units.Values, unit => Assert.Equal((Life.Alive, null), (unit.Life, it.Next(unit))));
            Assert.All(it.Model.Relations.Values, relation => Assert.Equal(Life.Alive, relation.Life));
            Assert.All(it.Model.Applications.Values, application => Assert.Equal(Life.Alive, application.Life));
            it.Witness.Check(it.Model);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"with the list of seed {seed} ({happenings.Count} happenings): {error.Message}", error);
        }
    }
}
