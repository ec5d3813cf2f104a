using System.CommandLine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah grant-secret</c>: lets applications read a secret.</summary>
internal sealed class GrantSecretCommand : EngineCommand
{
    private readonly Argument<string> _secret = new("secret") { Description = "Id or name of the secret" };
    private readonly Argument<string> _applications = new("application") { Description = "Applications, separated by commas" };

    public GrantSecretCommand()
        : base("grant-secret", "Let applications read a secret", "grant-secret admin-password postgresql-k8s")
    {
        Add(_secret);
        Add(_applications);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        await call.Model.GrantSecretAsync(call.Get(_secret), call.Get(_applications).Split(','), cancellationToken).ConfigureAwait(false);
        return 0;
    }
}
