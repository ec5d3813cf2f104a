using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Journal;
using Howdah.Cli.Output;
using Howdah.Cli.Parsing;
using Howdah.Server.Client.Json;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah show-hook</c>: the hooks that a unit ran, and all that is kept of one.</summary>
internal sealed class ShowHookCommand : EngineCommand
{
    private readonly Argument<string> _unit = new("unit") { Description = "The unit" };
    private readonly Argument<int?> _id = new("hook-id") { Description = "Number of the hook; all of them are listed without", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Tabular, OutputFormat.Json, OutputFormat.Yaml);
    private readonly Option<bool> _failed = new("--failed") { Description = "List only hooks that failed or were interrupted" };

    public ShowHookCommand()
        : base(
            "show-hook",
            "Show the hooks that a unit ran: what each was given, asked, wrote and printed",
            "show-hook postgresql-k8s/0",
            "show-hook postgresql-k8s/0 --failed",
            "show-hook postgresql-k8s/0 17 --format yaml")
    {
        Add(_unit);
        Add(_id);
        Add(_format);
        Add(_failed);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var unit = UnitName.Require(call.Get(_unit));
        var format = call.Get(_format)!;
        if (call.Get(_id) is { } id)
        {
            var hook = await call.Model.GetHookAsync(unit, id, cancellationToken).ConfigureAwait(false);
            if (format == OutputFormat.Tabular)
            {
                call.Out.Write(HookText.Render(hook, call.Out.UsesColour));
            }
            else
            {
                call.Out.Print(format, hook, ApiJson.Default.HookDetail);
            }

            return 0;
        }

        var hooks = await call.Model.GetHooksAsync(unit, cancellationToken).ConfigureAwait(false);
        var shown = call.Get(_failed) ? [.. hooks.Where(hook => hook.Outcome is "failed" or "interrupted")] : hooks;
        if (format != OutputFormat.Tabular)
        {
            call.Out.Print(format, shown, ApiJson.Default.IReadOnlyListHookSummary);
        }
        else if (shown.Count == 0)
        {
            call.Error.WriteLine($"no hooks of {unit} are kept");
        }
        else
        {
            call.Out.Write(HookText.Render(shown, call.Out.UsesColour));
        }

        return 0;
    }
}
