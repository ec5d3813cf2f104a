using System.CommandLine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah update-secret</c>: changes a secret of the model.</summary>
internal sealed class UpdateSecretCommand : EngineCommand
{
    private readonly Argument<string> _secret = new("secret") { Description = "Id or name of the secret" };
    private readonly SecretOptions _options = new();
    private readonly Option<string?> _name = new("--name") { Description = "Its new name", HelpName = "name" };
    private readonly Option<bool> _autoPrune = new("--auto-prune") { Description = "Remove revisions that no charm reads any more (=false for not)" };

    public UpdateSecretCommand()
        : base(
            "update-secret",
            "Change a secret; charms that read it are told of new values",
            "update-secret admin-password password#file=./password.txt",
            "update-secret admin-password --auto-prune",
            "update-secret secret:9m4e2mr0ui3e8a215n4g --name operator-password")
    {
        Add(_secret);
        _options.AddTo(this);
        Add(_name);
        Add(_autoPrune);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var request = _options.ToRequest(call) with
        {
            Name = call.Get(_name),
            AutoPrune = call.Has(_autoPrune) ? call.Get(_autoPrune) : null,
        };
        if (request is { Content: null, Description: null, Name: null, AutoPrune: null })
        {
            throw CliException.BadUsage("at least one of the value, --info, --name or --auto-prune must be given");
        }

        await call.Model.UpdateSecretAsync(call.Get(_secret), request, cancellationToken).ConfigureAwait(false);
        return 0;
    }
}
