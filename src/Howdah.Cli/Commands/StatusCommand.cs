using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Cli.Parsing;
using Howdah.Cli.StatusView;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Status;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah status</c>: the model at a glance.</summary>
internal sealed class StatusCommand : EngineCommand
{
    private readonly Argument<string[]> _filter = new("filter")
    {
        Description = "Applications or units to show; * and ? match",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Tabular, OutputFormat.Json, OutputFormat.Yaml);
    private readonly Option<bool> _relations = new("--relations", "--integrations") { Description = "Show the relations too" };
    private readonly Option<bool> _storage = new("--storage") { Description = "Show the storage too" };
    private readonly Option<bool> _colour = new("--color") { Description = "Colour the status words also where no terminal is" };
    private readonly Option<bool> _noColour = new("--no-color") { Description = "Never colour" };
    private readonly Option<TimeSpan?> _watch = DurationOption.Create(
        "--watch", "Show it again after every change, and at least this often");

    public StatusCommand()
        : base(
            "status",
            "Show the model: applications, units, and how they are",
            "status",
            "status postgresql-k8s --relations",
            "status --watch 1s",
            "status --format json")
    {
        Add(_filter);
        Add(_format);
        Add(_relations);
        Add(_storage);
        Add(_colour);
        Add(_noColour);
        Add(_watch);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        if (call.Get(_watch) is { } interval)
        {
            await StatusWatcher.RunAsync(call, interval, status => Render(call, status), cancellationToken).ConfigureAwait(false);
            return 0;
        }

        var status = await call.Model.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        var shown = StatusFilter.Apply(status, call.Get(_filter));
        call.Out.Write(Render(call, status));
        if (call.Get(_format) == OutputFormat.Tabular && shown.Applications.Count == 0)
        {
            call.Error.WriteLine(status.Applications.Count == 0
                ? $"Model \"{status.Model.Name}\" is empty."
                : "Nothing matched specified filter.");
        }

        return 0;
    }

    private string Render(Call call, FullStatus status)
    {
        status = StatusFilter.Apply(status, call.Get(_filter));
        var format = call.Get(_format)!;
        var colours = !call.Get(_noColour) && (call.Get(_colour) || call.Out.UsesColour);
        return format == OutputFormat.Tabular
            ? StatusTable.Render(status, call.Get(_relations), call.Get(_storage), colours)
            : OutputFormat.Render(format, status, ApiJson.Default.FullStatus);
    }
}
