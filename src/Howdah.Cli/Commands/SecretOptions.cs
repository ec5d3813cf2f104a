using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Parsing;
using Howdah.Server.Client.Secrets;

namespace Howdah.Cli.Commands;

/// <summary>What the commands that add and update a secret have in common.</summary>
internal sealed class SecretOptions
{
    private readonly Argument<string[]> _values = new("value")
    {
        Description = "Values as key=value, key#base64=value or key#file=path; a path \"-\" is standard input",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _file = new("--file") { Description = "YAML file of keys and values; \"-\" is standard input", HelpName = "path" };
    private readonly Option<string?> _info = new("--info") { Description = "What the secret is for", HelpName = "text" };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_values);
        command.Add(_file);
        command.Add(_info);
    }

    /// <summary>What was given.</summary>
    public SecretRequest ToRequest(Call call) => new()
    {
        Description = call.Get(_info),
        Content = SecretContent.Parse(call.Get(_file), call.Get(_values)),
    };
}
