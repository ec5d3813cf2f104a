using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Server.Client.Json;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah resources</c>: what an application's charm has been given.</summary>
internal sealed class ResourcesCommand : EngineCommand
{
    private readonly Argument<string> _application = new("application") { Description = "Name of the application" };
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Tabular, OutputFormat.Json, OutputFormat.Yaml);

    public ResourcesCommand()
        : base("resources", "List the resources of an application's charm", "resources postgresql-k8s", "resources postgresql-k8s --format json")
    {
        Aliases.Add("list-resources");
        Add(_application);
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var list = await call.Model.GetResourcesAsync(call.Get(_application), cancellationToken).ConfigureAwait(false);
        if (call.Get(_format) is { } format && format != OutputFormat.Tabular)
        {
            call.Out.Print(format, list, ApiJson.Default.ResourceList);
            return 0;
        }

        if (list.Resources.Count == 0)
        {
            call.Error.WriteLine("No resources to display.");
            return 0;
        }

        var table = new Table("Resource", "Type", "Supplied by", "Image or file");
        foreach (var resource in list.Resources)
        {
            table.Add(resource.Name, resource.Type, resource.Origin == "upload" ? "admin" : "none", resource.Image ?? resource.Path);
        }

        call.Out.Write(table.Render(call.Out.UsesColour));
        return 0;
    }
}
