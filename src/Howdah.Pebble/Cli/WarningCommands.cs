using System.Text.Json;

namespace Howdah.Pebble.Cli;

/// <summary><c>warnings</c> and <c>okay</c>.</summary>
internal static class WarningCommands
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new("warnings", "Notices", "List warnings", ListAsync)
        {
            Description = "Lists the warnings that came since they were last acknowledged with okay.",
            Options =
            [
                Commands.Format, Commands.AbsTime, new("all", "Show all warnings, also those that were acknowledged"),
                new("verbose", "Show more information"),
                new("unicode", "Use a little bit of Unicode to improve legibility", null, "[auto|never|always]", false,
                    ["auto", "never", "always"]),
            ],
        },
        new("okay", "Notices", "Acknowledge notices and warnings", OkayAsync)
        {
            Description = "Marks what was listed with notices and warnings as seen.",
            Options = [new("warnings", "Only acknowledge warnings, not other notices")],
        },
    ];

    /// <summary>Tells of warnings that came since the user last listed them.</summary>
    public static void TellOfNew(Server server)
    {
        if (server.LatestWarning is not { } latest) return;
        var listed = SeenNotices.Load(server.Socket, "warnings").LastListed;
        if (listed is null || Text.GoTime.Parse(listed) < latest)
        {
            Out.ErrorLine("WARNING: There are new warnings. See 'pebble warnings'.");
        }
    }

    private static async Task<int> ListAsync(Invocation invocation)
    {
        var seen = SeenNotices.Load(invocation.Server.Socket, "warnings");
        var after = !invocation.Has("all") && seen.LastOkayed is { } okayed ? "&after=" + Uri.EscapeDataString(okayed) : "";
        var list = await invocation.Server.GetAsync("/v1/notices?types=warning" + after).ConfigureAwait(false);
        if (list.GetArrayLength() > 0) seen.SetListed(list[list.GetArrayLength() - 1].GetProperty("last-repeated").GetString()!);
        if (Formats.Print(invocation, json => Formats.List(json, "warnings", list.EnumerateArray()))) return 0;
        if (list.GetArrayLength() == 0) Out.ErrorLine(after.Length > 0 ? "No further warnings." : "No warnings.");
        else Out.Text(string.Join("---\n", list.EnumerateArray().Select(w => Describe(invocation, w))));
        return 0;
    }

    private static string Describe(Invocation invocation, JsonElement warning)
    {
        List<string> lines = [];
        if (invocation.Has("verbose")) lines.Add($"first-occurrence:  {HumanTime.Of(invocation, warning, "first-occurred")}");
        lines.Add($"last-occurrence:  {HumanTime.Of(invocation, warning, "last-repeated")}");
        if (invocation.Has("verbose"))
        {
            if (ServiceCommands.Text(warning, "repeat-after") is { Length: > 0 } repeat) lines.Add($"repeats-after:  {repeat}");
            lines.Add($"expires-after:  {ServiceCommands.Text(warning, "expire-after")}");
        }
        lines.Add("warning: |");
        lines.AddRange(ServiceCommands.Text(warning, "key").Split('\n').Select(l => "  " + l));
        return string.Join('\n', lines) + "\n";
    }

    private static Task<int> OkayAsync(Invocation invocation)
    {
        var okayed = SeenNotices.Load(invocation.Server.Socket, "warnings").Okay();
        if (invocation.Has("warnings"))
        {
            if (!okayed) throw new CliException("no warnings have been listed; try 'pebble warnings'");
            return Task.FromResult(0);
        }
        okayed |= SeenNotices.Load(invocation.Server.Socket).Okay();
        if (!okayed) throw new CliException("no notices or warnings have been listed; try 'pebble notices' or 'pebble warnings'");
        return Task.FromResult(0);
    }
}
