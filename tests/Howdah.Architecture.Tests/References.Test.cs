namespace Howdah.Architecture.Tests;

/// <summary>The arrows between the parts run one way, downwards. This is the table of the design.</summary>
public sealed class ReferencesTest
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Howdah.Pebble.Client"] = [],
        ["Howdah.Pebble"] = ["Howdah.Pebble.Client"],
        ["Howdah.HookTools"] = [],
        ["Howdah.Ops"] = ["Howdah.Pebble.Client"],
        ["Howdah.Ops.Testing"] = ["Howdah.Ops"],
        ["Howdah.Interfaces"] = ["Howdah.Ops"],
        ["Howdah.Engine"] = [],
        ["Howdah.Substrate.Machine"] = ["Howdah.Engine", "Howdah.Pebble.Client"],
        ["Howdah.Server.Client"] = [],
        ["Howdah.Server"] = ["Howdah.Server.Client", "Howdah.Engine", "Howdah.Substrate.Machine"],
        ["Howdah.Cli"] = ["Howdah.Server.Client"],
    };

    [Fact]
    public void A_part_uses_only_the_parts_below_it()
    {
        var wrong = from project in Repository.ProjectReferences("src")
                    from reference in project.Value
                    where !Allowed.TryGetValue(project.Key, out var allowed) || !allowed.Contains(reference, StringComparer.Ordinal)
                    select $"{project.Key} -> {reference}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_part_of_the_source_tree_is_in_the_table() =>
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), Repository.ProjectReferences("src").Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void A_charm_uses_the_framework_and_the_interfaces_only()
    {
        string[] allowed = ["Howdah.Ops", "Howdah.Interfaces"];
        var wrong = from project in Repository.ProjectReferences("charms")
                    where project.Key != "Howdah.Charms"
                    from reference in project.Value
                    where !allowed.Contains(reference, StringComparer.Ordinal)
                    select $"{project.Key} -> {reference}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_charm_is_linked_into_the_one_executable()
    {
        var projects = Repository.ProjectReferences("charms");

        Assert.Equal(
            projects.Keys.Where(name => name != "Howdah.Charms").Order(StringComparer.Ordinal),
            projects["Howdah.Charms"].Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Howdah.slnx"));
        var missing = new[] { "src", "charms", "tests" }
            .SelectMany(folder => Repository.ProjectReferences(folder).Keys)
            .Where(name => !solution.Contains($"/{name}.csproj", StringComparison.Ordinal));

        Assert.Empty(missing);
    }
}
