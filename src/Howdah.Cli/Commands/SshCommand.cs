using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Parsing;
using Howdah.Cli.Terminals;
using Howdah.Server.Client.Exec;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah ssh</c>: a shell or a command in a unit's container.</summary>
internal sealed class SshCommand : EngineCommand
{
    private readonly Argument<string> _unit = new("unit") { Description = "The unit, app/0 or app/leader" };
    private readonly Argument<string[]> _command = new("command")
    {
        Description = "What to run: one word is a shell's command line, several are run as they are; none for a login shell",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _container = new("--container")
    {
        Description = "The container (default: the charm's)",
        HelpName = "name",
    };

    private readonly Option<bool?> _pty = new("--pty") { Description = "Run it on a terminal (default: if there is one)", HelpName = "true|false" };

    public SshCommand()
        : base(
            "ssh",
            "Open a shell, or run a command, in a container of a unit",
            "ssh postgresql-k8s/0",
            "ssh --container postgresql postgresql-k8s/0 patronictl list",
            "ssh --container postgresql postgresql-k8s/leader 'ps aux | grep postgres'")
    {
        Add(_unit);
        Add(_command);
        Add(_container);
        Add(_pty);
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var words = call.Get(_command);
        var request = new ExecRequest(words is [var line] ? ["/bin/sh", "-c", line] : words) { Container = call.Get(_container) };
        return ContainerExec.RunAsync(call, UnitName.Require(call.Get(_unit)), request, call.Get(_pty), cancellationToken);
    }
}
