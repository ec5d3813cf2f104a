using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Cli.Parsing;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Units;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah show-unit</c>: a unit with its relations and databags.</summary>
internal sealed class ShowUnitCommand : EngineCommand
{
    private readonly Argument<string[]> _units = new("unit") { Description = "Units to show", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Yaml, OutputFormat.Json);
    private readonly Option<string?> _endpoint = new("--endpoint") { Description = "Only relations of this endpoint", HelpName = "name" };
    private readonly Option<string?> _relatedUnit = new("--related-unit") { Description = "Only this unit of the other side", HelpName = "unit" };
    private readonly Option<bool> _app = new("--app") { Description = "Only the applications' databags" };

    public ShowUnitCommand()
        : base(
            "show-unit",
            "Show a unit with its relations and databags",
            "show-unit postgresql-k8s/0",
            "show-unit data-integrator/0 --endpoint postgresql --format json")
    {
        Add(_units);
        Add(_format);
        Add(_endpoint);
        Add(_relatedUnit);
        Add(_app);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var all = new Dictionary<string, UnitDetail>(StringComparer.Ordinal);
        foreach (var unit in call.Get(_units))
        {
            foreach (var (name, detail) in await call.Model.GetUnitAsync(UnitName.Require(unit), cancellationToken).ConfigureAwait(false))
            {
                all[name] = Select(call, detail);
            }
        }

        call.Out.Print(call.Get(_format)!, all, ApiJson.Default.IReadOnlyDictionaryStringUnitDetail);
        return 0;
    }

    private UnitDetail Select(Call call, UnitDetail unit)
    {
        var relations = unit.RelationInfo.AsEnumerable();
        if (call.Get(_endpoint) is { } endpoint)
        {
            relations = relations.Where(relation => relation.Endpoint == endpoint);
        }

        if (call.Get(_relatedUnit) is { } related)
        {
            relations = relations
                .Where(relation => relation.RelatedUnits?.ContainsKey(related) == true)
                .Select(relation => relation with
                {
                    RelatedUnits = new Dictionary<string, RelationUnitDetail>(StringComparer.Ordinal)
                    {
                        [related] = relation.RelatedUnits![related],
                    },
                });
        }

        if (call.Get(_app))
        {
            relations = relations.Select(relation => relation with { LocalUnit = null, RelatedUnits = null });
        }

        return unit with { RelationInfo = [.. relations] };
    }
}
