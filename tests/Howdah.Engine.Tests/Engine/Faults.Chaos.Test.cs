using System.Globalization;
using System.Text.Json;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Engine;

/// <summary>
/// Engine, charm and hook command are killed at random points of a change that goes through two units. <c>HOWDAH_FAULT_RUNS</c> says how often,
/// <c>HOWDAH_FAULT_SEED</c> which points: the same seed gives the same ones.
/// </summary>
public sealed class FaultsTests
{
    // A round is a value in three commands; whoever commits counts that it did.
    private const string Script = """
        set -e
        step() { echo "$unit $event step $1 $$" >> "$journal.steps"; }
        relation=$(relation-ids peer)
        case $event in
          config-changed)
            round=$(config-get round)
            step 1; relation-set -r $relation a=$round
            step 2; relation-set -r $relation b=$round
            step 3; state-set round=$round "own-$round=$(( $(state-get "own-$round") + 1 ))"
            step 4; relation-set -r $relation c=$round
            step 5 ;;
          peer-relation-changed)
            [ -n "$JUJU_REMOTE_UNIT" ] || exit 0
            step 1; a=$(relation-get -r $relation a $JUJU_REMOTE_UNIT); [ -n "$a" ] || exit 0
            step 2; b=$(relation-get -r $relation b $JUJU_REMOTE_UNIT); c=$(relation-get -r $relation c $JUJU_REMOTE_UNIT)
            step 3; [ "$a$b" = "$b$c" ] || state-set torn="$a/$b/$c"
            step 4; state-set peer=$a "peer-$a=$(( $(state-get "peer-$a") + 1 ))"
            step 5 ;;
        esac
        """;

    [Fact]
    public async Task Whatever_is_killed_no_databag_is_half_written_no_hook_is_lost_and_none_is_committed_twice()
    {
        var runs = Number("HOWDAH_FAULT_RUNS", 8);
        var seed = Number("HOWDAH_FAULT_SEED", 1);
        var random = new Random(seed);
        using var directory = new TempDirectory();
        ScriptedCharm.Write(
            Directory.CreateDirectory(directory["charms"]).FullName,
            directory["journal"],
            "name: faulty\npeers: { peer: { interface: peers } }",
            Script,
            "options: { round: { type: int, default: 0 } }");
        await using var engine = new KillableEngine(directory.Path);
        await engine.StartAsync();
        await engine.AskAsync("await 0");

        for (var round = 1; round <= runs; round++)
        {
            var fault = Fault.Next(random);
            var text = round.ToString(CultureInfo.InvariantCulture);
            var what = $"seed {seed}, round {round}: {fault}";
            using var steps = new StepWatch(directory["journal.steps"]);
            await engine.AskAsync($"set {text}");
            var charm = await steps.WaitAsync(fault.Step, what);
            fault.Spin();
            if (fault.Target == FaultTarget.Engine)
            {
                await engine.KillAsync();
                await engine.StartAsync();
            }
            else
            {
                fault.Kill(charm);
            }

            Verify(await engine.AskAsync($"await {text}"), round, what);
        }
    }

    private static void Verify(string answer, int round, string what)
    {
        foreach (var (unit, state) in JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(answer)!)
        {
            Assert.True(state["bag"] == $"a={round} b={round} c={round}", $"{what}: {unit} has the databag {state["bag"]}");
            Assert.False(state.ContainsKey("torn"), $"{what}: {unit} saw {state.GetValueOrDefault("torn")}");
            var counts = state.Where(pair => pair.Key.StartsWith("own-", StringComparison.Ordinal)
                || (pair.Key.StartsWith("peer-", StringComparison.Ordinal) && pair.Key != "peer-0")).ToList();
            Assert.Equal((2 * round) + 1, counts.Count);
            Assert.All(counts, count => Assert.True(count.Value == "1", $"{what}: {unit} committed {count.Key} {count.Value} times"));
            Assert.True(int.Parse(state["records"], CultureInfo.InvariantCulture) > 0);
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
