using System.CommandLine;
using System.Globalization;
using Howdah.Cli.Invocation;
using Howdah.Cli.Journal;
using Howdah.Cli.Output;
using Howdah.Cli.Parsing;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Units;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah replay</c>: runs a recorded hook again and prints what goes otherwise.</summary>
internal sealed class ReplayCommand : EngineCommand
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(5);

    private readonly Argument<string> _unit = new("unit") { Description = "The unit" };
    private readonly Argument<int> _id = new("hook-id") { Description = "Number of the hook, as show-hook lists it" };
    private readonly Option<string?> _charm = new("--charm") { Description = "Run the charm of this folder instead of the one that ran", HelpName = "folder" };
    private readonly Option<TimeSpan?> _timeout = DurationOption.Create("--timeout", "How long the hook may take (default: 5m)");
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Plain, OutputFormat.Json, OutputFormat.Yaml);

    public ReplayCommand()
        : base(
            "replay",
            "Run a recorded hook again in a scratch sandbox, changing nothing, and print the difference (exit code 1 when there is one)",
            "replay postgresql-k8s/0 17",
            "replay postgresql-k8s/0 17 --charm ./fixed-charm")
    {
        Add(_unit);
        Add(_id);
        Add(_charm);
        Add(_timeout);
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var charm = call.Get(_charm) is { } folder ? Path.GetFullPath(folder) : null;
        var request = new ReplayRequest(charm, (call.Get(_timeout) ?? DefaultTimeout).TotalSeconds);
        var unit = UnitName.Require(call.Get(_unit));
        var id = call.Get(_id);
        var replay = await call.Model.ReplayAsync(unit, id, request, cancellationToken).ConfigureAwait(false);
        if (call.Get(_format) is OutputFormat.Plain)
        {
            call.Out.Write(ReplayText.Render(string.Create(CultureInfo.InvariantCulture, $"{unit} hook {id}"), replay, call.Out.UsesColour));
        }
        else
        {
            call.Out.Print(call.Get(_format)!, replay, ApiJson.Default.ReplayDetail);
        }

        return replay.Same ? 0 : 1;
    }
}
