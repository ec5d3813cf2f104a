using Howdah.Pebble.Text;

namespace Howdah.Pebble.Cli;

/// <summary><c>plan</c> and <c>add</c>.</summary>
internal static class PlanCommands
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new("add", "Plan", "Dynamically add a layer to the plan's layers", AddAsync)
        {
            Description = "Reads a layer from a YAML file and puts it on top of the plan under the given label. With"
                + " --combine, a layer that has the label already takes the new one in. Services change only with the next replan.",
            Options =
            [
                new("combine", "Combine the new layer with an existing layer that has the given label (default is to append)"),
                new("inner", "Allow appending a new layer inside an existing subdirectory"),
            ],
            Positionals = [new("label"), new("layer-path")],
        },
        new("plan", "Plan", "Show the plan with layers combined", PlanAsync)
        {
            Description = "Prints, as YAML, what all layers give together.",
        },
    ];

    private static async Task<int> AddAsync(Invocation invocation)
    {
        var (label, path) = (invocation.Positionals[0], invocation.Positionals[1]);
        string layer;
        try
        {
            layer = await File.ReadAllTextAsync(path).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CliException(failure is FileNotFoundException or DirectoryNotFoundException ? $"open {path}: no such file or directory" : failure.Message);
        }
        await invocation.Server.PostAsync("/v1/layers", json =>
        {
            json.WriteString("action", "add");
            json.WriteBoolean("combine", invocation.Has("combine"));
            json.WriteBoolean("inner", invocation.Has("inner"));
            json.WriteString("label", label);
            json.WriteString("format", "yaml");
            json.WriteString("layer", layer);
        }).ConfigureAwait(false);
        Out.Line($"Layer {GoQuote.Quote(label)} added successfully from {GoQuote.Quote(path)}");
        return 0;
    }

    private static async Task<int> PlanAsync(Invocation invocation)
    {
        Out.Text((await invocation.Server.GetAsync("/v1/plan?format=yaml").ConfigureAwait(false)).GetString()!);
        return 0;
    }
}
