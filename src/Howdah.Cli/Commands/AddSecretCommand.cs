using System.CommandLine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah add-secret</c>: adds a secret of the model.</summary>
internal sealed class AddSecretCommand : EngineCommand
{
    private readonly Argument<string> _name = new("name") { Description = "Name of the secret" };
    private readonly SecretOptions _options = new();

    public AddSecretCommand()
        : base(
            "add-secret",
            "Add a secret, which charms are given by its id in an option of type secret",
            "add-secret admin-password password#file=./password.txt",
            "add-secret tls-key --file ./keys.yaml --info \"key of the web server\"",
            "add-secret token value#file=- < token.txt")
    {
        Add(_name);
        _options.AddTo(this);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var request = _options.ToRequest(call) with { Name = call.Get(_name) };
        if (request.Content is null)
        {
            throw CliException.BadUsage("missing secret value or filename");
        }

        call.Out.WriteLine((await call.Model.AddSecretAsync(request, cancellationToken).ConfigureAwait(false)).Uri);
        return 0;
    }
}
