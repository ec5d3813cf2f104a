using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Parsing;
using Howdah.Server.Client.Applications;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah refresh</c>: brings an application to another charm.</summary>
internal sealed class RefreshCommand : EngineCommand
{
    private readonly Argument<string> _application = new("application") { Description = "Name of the application" };
    private readonly Option<string?> _path = new("--path")
    {
        Description = "Folder or archive of the new charm (default: the charm of the same name that came with Howdah)",
        HelpName = "path",
    };

    private readonly Option<string?> _switch = new("--switch") { Description = "Name or path of a charm of another name", HelpName = "charm" };
    private readonly Option<string[]> _config = new("--config")
    {
        Description = "Option as key=value; may be given several times",
        HelpName = "key=value",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _resource = new("--resource")
    {
        Description = "File or image for a resource of the charm; may be given several times",
        HelpName = "name=file",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _forceUnits = new("--force-units") { Description = "Units in error take the new charm too" };
    private readonly Option<bool> _trust = new("--trust") { Description = "Let the charm see the cloud's credentials from now on" };

    public RefreshCommand()
        : base(
            "refresh",
            "Bring an application to another charm, a unit at a time; when it fails on one, all go back",
            "refresh postgresql-k8s",
            "refresh postgresql-k8s --path ./postgresql-k8s.charm",
            "refresh db --path ./charms/db --config profile=testing --force-units")
    {
        Aliases.Add("upgrade-charm");
        foreach (var option in new Option[] { _path, _switch, _config, _resource, _forceUnits, _trust })
        {
            Add(option);
        }

        Add(_application);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var (path, other) = (call.Get(_path), call.Get(_switch));
        if (path is not null && other is not null)
        {
            throw CliException.BadUsage("--switch and --path are mutually exclusive");
        }

        var request = new RefreshRequest(
            Environment.CurrentDirectory, path is null ? other is null ? null : CharmPath.Of(other) : Path.GetFullPath(path))
        {
            Switch = other is not null,
            ForceUnits = call.Get(_forceUnits),
            Trust = call.Get(_trust),
            Config = KeyValue.ParseAll(call.Get(_config) ?? []),
            Resources = KeyValue.ParsePlain(call.Get(_resource) ?? []),
        };
        var done = await call.Model.RefreshAsync(call.Get(_application), request, cancellationToken).ConfigureAwait(false);
        call.PrintAll(done.Messages);
        return 0;
    }
}
