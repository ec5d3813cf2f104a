using System.CommandLine;
using Howdah.Cli.Output;
using Howdah.Server.Client;

namespace Howdah.Cli.Invocation;

/// <summary>One invocation of a command: what was typed, where to print, whom to ask.</summary>
internal sealed class Call(
    ParseResult parsed, HowdahClient engine, Screen output, Screen error, Signals signals, string? model = null)
{
    /// <summary>The engine.</summary>
    public HowdahClient Engine { get; } = engine;

    /// <summary>The model that the command is about: <c>-m</c>, else <c>JUJU_MODEL</c>, else the one that <c>switch</c> chose, else <c>default</c>.</summary>
    public ModelClient Model { get; } = engine.Model(model ?? ModelName(parsed, engine));

    /// <summary>Standard output.</summary>
    public Screen Out { get; } = output;

    /// <summary>Standard error.</summary>
    public Screen Error { get; } = error;

    /// <summary>What SIGINT and SIGTERM do.</summary>
    public Signals Signals { get; } = signals;

    /// <summary>The same about another model.</summary>
    public Call ForModel(string name) => new(parsed, Engine, Out, Error, Signals, name);

    /// <summary>What was given for an option; its default when it was not given.</summary>
    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    /// <summary>What was given for an argument; null when it may be left out and was.</summary>
    public T Get<T>(Argument<T> argument) => parsed.GetValue(argument)!;

    /// <summary>What was given for an argument that takes several values.</summary>
    public string[] Get(Argument<string[]> argument) => parsed.GetValue(argument) ?? [];

    /// <summary>Whether an option was given.</summary>
    public bool Has(Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>Prints what the engine did.</summary>
    public void PrintAll(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Out.WriteLine(line);
        }
    }

    /// <summary>Name of a model that may be in Juju's full form, <c>controller:owner/model</c>.</summary>
    public static string ShortName(string name) => name[(name.LastIndexOfAny([':', '/']) + 1)..];

    private static string ModelName(ParseResult parsed, HowdahClient engine)
    {
        var name = parsed.GetValue(GlobalOptions.Model) ?? Environment.GetEnvironmentVariable("JUJU_MODEL");
        return string.IsNullOrEmpty(name) ? CurrentModel.Get(engine.Data) : ShortName(name);
    }
}
