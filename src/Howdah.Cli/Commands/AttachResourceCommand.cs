using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Parsing;
using Howdah.Server.Client.Applications;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah attach-resource</c>: gives a charm a new file or image.</summary>
internal sealed class AttachResourceCommand : EngineCommand
{
    private readonly Argument<string> _application = new("application") { Description = "Name of the application" };
    private readonly Argument<string> _resource = new("resource") { Description = "The resource and its file or image: name=path" };

    public AttachResourceCommand()
        : base(
            "attach-resource",
            "Give a charm another file or image for a resource; its units are told with upgrade-charm",
            "attach-resource app tool=./tool.tar.gz")
    {
        Add(_application);
        Add(_resource);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var (name, value) = KeyValue.Parse(call.Get(_resource));
        await call.Model.AttachResourceAsync(
            call.Get(_application), new ResourceRequest(name, value, Environment.CurrentDirectory), cancellationToken).ConfigureAwait(false);
        return 0;
    }
}
