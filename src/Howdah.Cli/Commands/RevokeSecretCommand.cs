using System.CommandLine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah revoke-secret</c>: lets applications no longer read a secret.</summary>
internal sealed class RevokeSecretCommand : EngineCommand
{
    private readonly Argument<string> _secret = new("secret") { Description = "Id or name of the secret" };
    private readonly Argument<string> _applications = new("application") { Description = "Applications, separated by commas" };

    public RevokeSecretCommand()
        : base("revoke-secret", "Let applications no longer read a secret", "revoke-secret admin-password postgresql-k8s,pgbouncer-k8s")
    {
        Add(_secret);
        Add(_applications);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        await call.Model.RevokeSecretAsync(call.Get(_secret), call.Get(_applications).Split(','), cancellationToken).ConfigureAwait(false);
        return 0;
    }
}
