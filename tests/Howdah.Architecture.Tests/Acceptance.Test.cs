using System.Globalization;
using System.Text.RegularExpressions;

namespace Howdah.Architecture.Tests;

/// <summary>Each of the 80 checks by which a charm engine is accepted has a test that names it, or a reason why it has none.</summary>
public sealed partial class AcceptanceTest
{
    private const int Checks = 80;

    private static readonly Dictionary<int, string> Untested = new()
    {
        [34] = "Kubernetes: credential-get works after 'juju trust' (a machine has no credentials to give; the refusal is tested)",
        [36] = "machine charms: juju-reboot (units are sidecars, which have no machine to restart)",
        [65] = "Kubernetes: a pod is deleted and comes back under the same unit's name",
        [77] = "Kubernetes: opened ports appear on the application's Service",
    };

    [Fact]
    public void Every_check_has_a_test_or_a_reason()
    {
        var tested = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.Test.cs", SearchOption.AllDirectories)
            .SelectMany(file => Tag().Matches(File.ReadAllText(file)))
            .Select(match => int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture))
            .ToHashSet();

        Assert.Equal(Enumerable.Range(1, Checks), tested.Union(Untested.Keys).Order());
        Assert.Equal(Checks, tested.Count + Untested.Count);
    }

    [GeneratedRegex("\\[Trait\\(\"Acceptance\", \"(?<number>[0-9]+)\"\\)\\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();
}
