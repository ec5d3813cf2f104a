using System.Text.Json;
using Howdah.Pebble.Api;
using Howdah.Pebble.Client;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Cli;

/// <summary><c>help</c> and <c>version</c>.</summary>
internal static class InfoCommands
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new("help", "Info", "Show help about a command", HelpAsync)
        {
            Description = "Without an argument: what Pebble is and the commands in short. With a command: what it"
                + " does and its options.",
            Options = [new("all", "Show a short summary of all commands")],
            Positionals = [new("command", Required: false, Many: true)],
        },
        new("version", "Info", "Show version details", VersionAsync)
        {
            Description = "Shows the versions of this program and of the daemon, or - when no daemon answers.",
            Options = [Commands.Format, new("client", "Only display the client version")],
        },
    ];

    private static Task<int> HelpAsync(Invocation invocation)
    {
        if (invocation.Has("all")) HelpText.All();
        else if (invocation.Positionals is []) HelpText.Short();
        else HelpText.Of(Commands.Find(invocation.Positionals[0]) ?? throw new CliException($"unknown command {GoQuote.Quote(invocation.Positionals[0])}, see 'pebble help'"));
        return Task.FromResult(0);
    }

    private static async Task<int> VersionAsync(Invocation invocation)
    {
        var onlyClient = invocation.Has("client");
        var server = onlyClient ? null : await ServerVersionAsync(invocation).ConfigureAwait(false);
        void Json(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteString("client", SystemApi.Version);
            if (!onlyClient) json.WriteString("server", server ?? "-");
            json.WriteEndObject();
        }
        if (Formats.Print(invocation, Json)) return 0;
        Out.Text(onlyClient ? $"{SystemApi.Version}\n" : $"client  {SystemApi.Version}\nserver  {server ?? "-"}\n");
        return 0;
    }

    private static async Task<string?> ServerVersionAsync(Invocation invocation)
    {
        try
        {
            return (await invocation.Server.Client.GetSystemInfoAsync().ConfigureAwait(false)).Version;
        }
        catch (PebbleException)
        {
            return null;
        }
    }
}
