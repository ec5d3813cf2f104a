using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Parsing;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah resolved</c>: lets units in error go on.</summary>
internal sealed class ResolvedCommand : EngineCommand
{
    private readonly Argument<string[]> _units = new("unit") { Description = "Units in error", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _noRetry = new("--no-retry") { Description = "Count the failed hook as done instead of running it again" };
    private readonly Option<bool> _all = new("--all") { Description = "All units in error" };

    public ResolvedCommand()
        : base(
            "resolved",
            "Let a unit in error go on: run its failed hook again, or skip it",
            "resolved postgresql-k8s/0",
            "resolved --no-retry postgresql-k8s/0",
            "resolved --all")
    {
        Aliases.Add("resolve");
        Add(_units);
        Add(_noRetry);
        Add(_all);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var units = call.Get(_all) ? await UnitsInErrorAsync(call, cancellationToken).ConfigureAwait(false) : call.Get(_units);
        if (units.Length == 0 && !call.Get(_all))
        {
            throw CliException.BadUsage("no unit specified");
        }

        foreach (var unit in units)
        {
            await call.Model.ResolveAsync(UnitName.Require(unit), !call.Get(_noRetry), cancellationToken).ConfigureAwait(false);
        }

        return 0;
    }

    private static async Task<string[]> UnitsInErrorAsync(Call call, CancellationToken cancellationToken)
    {
        var status = await call.Model.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        return [.. status.Applications.Values
            .SelectMany(application => application.Units ?? new Dictionary<string, Server.Client.Status.UnitStatus>(StringComparer.Ordinal))
            .Where(unit => unit.Value.Workload.Current == "error")
            .Select(unit => unit.Key)];
    }
}
