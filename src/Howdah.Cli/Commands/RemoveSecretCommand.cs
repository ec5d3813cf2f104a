using System.CommandLine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah remove-secret</c>: removes a secret of the model.</summary>
internal sealed class RemoveSecretCommand : EngineCommand
{
    private readonly Argument<string> _secret = new("secret") { Description = "Id or name of the secret" };
    private readonly Option<int?> _revision = new("--revision") { Description = "Only this revision", HelpName = "number" };

    public RemoveSecretCommand()
        : base(
            "remove-secret",
            "Remove a secret, or one revision of it",
            "remove-secret admin-password",
            "remove-secret secret:9m4e2mr0ui3e8a215n4g --revision 1")
    {
        Add(_secret);
        Add(_revision);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        await call.Model.RemoveSecretAsync(call.Get(_secret), call.Get(_revision), cancellationToken).ConfigureAwait(false);
        return 0;
    }
}
