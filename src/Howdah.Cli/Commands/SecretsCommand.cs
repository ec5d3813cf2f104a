using System.CommandLine;
using System.Globalization;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Secrets;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah secrets</c>: lists the secrets.</summary>
internal sealed class SecretsCommand : EngineCommand
{
    private readonly Option<string?> _owner = new("--owner")
    {
        Description = "Only secrets of this application, unit, or model (application-x, unit-x-0, <model>, or the plain name)",
        HelpName = "owner",
    };

    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Tabular, OutputFormat.Json, OutputFormat.Yaml);

    public SecretsCommand()
        : base("secrets", "List the secrets, without what they say", "secrets", "secrets --owner postgresql-k8s --format json")
    {
        Aliases.Add("list-secrets");
        Add(_owner);
        Add(_format);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var all = await call.Model.GetSecretsAsync(cancellationToken).ConfigureAwait(false);
        var secrets = call.Get(_owner) is { } owner
            ? all.Where(secret => Owns(owner, secret.Value)).ToDictionary(StringComparer.Ordinal)
            : all;
        var format = call.Get(_format)!;
        if (format != OutputFormat.Tabular)
        {
            call.Out.Print(format, secrets, ApiJson.Default.IReadOnlyDictionaryStringSecretDetail);
            return 0;
        }

        var table = new Table("ID", "Name", "Owner", "Rotation", ">Revision", "Last updated");
        foreach (var (id, secret) in secrets)
        {
            table.Add(
                id, secret.Name ?? "-", secret.Owner, secret.Rotation ?? "never",
                secret.Revision.ToString(CultureInfo.InvariantCulture), secret.Updated);
        }

        if (table.IsEmpty)
        {
            call.Error.WriteLine("There are no secrets to show.");
            return 0;
        }

        call.Out.Write(table.Render(call.Out.UsesColour));
        return 0;
    }

    private static bool Owns(string owner, SecretDetail secret) =>
        owner == secret.Owner
        || owner == (secret.Owner.Contains('/', StringComparison.Ordinal) ? $"unit-{secret.Owner.Replace('/', '-')}" : $"application-{secret.Owner}");
}
