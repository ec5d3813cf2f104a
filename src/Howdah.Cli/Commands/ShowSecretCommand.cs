using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Server.Client.Json;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah show-secret</c>: one secret, with what it says when that is asked for.</summary>
internal sealed class ShowSecretCommand : EngineCommand
{
    private readonly Argument<string> _secret = new("secret") { Description = "Id of the secret, or its name" };
    private readonly Option<bool> _reveal = new("--reveal") { Description = "Show what it says" };
    private readonly Option<int?> _revision = new("--revision", "-r") { Description = "Show this revision instead of the latest", HelpName = "number" };
    private readonly Option<bool> _revisions = new("--revisions") { Description = "Show which revisions there are" };
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Yaml, OutputFormat.Json);

    public ShowSecretCommand()
        : base(
            "show-secret",
            "Show a secret",
            "show-secret admin-password",
            "show-secret admin-password --reveal",
            "show-secret 9m4e2mr0ui3e8a215n4g --reveal --revision 2 --format json")
    {
        Add(_secret);
        Add(_reveal);
        Add(_revision);
        Add(_revisions);
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var (reveal, revisions) = (call.Get(_reveal), call.Get(_revisions));
        if (revisions && (reveal || call.Get(_revision) is not null))
        {
            throw CliException.BadUsage($"specify either --revisions or {(reveal ? "--reveal" : "--revision")} but not both");
        }

        var found = await call.Model.GetSecretAsync(call.Get(_secret), reveal, call.Get(_revision), cancellationToken).ConfigureAwait(false);
        call.Out.Print(
            call.Get(_format)!,
            found.ToDictionary(
                secret => secret.Key,
                secret => revisions ? secret.Value : secret.Value with { Revisions = null },
                StringComparer.Ordinal),
            ApiJson.Default.IReadOnlyDictionaryStringSecretDetail);
        return 0;
    }
}
