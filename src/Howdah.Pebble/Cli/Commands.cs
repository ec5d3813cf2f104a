namespace Howdah.Pebble.Cli;

/// <summary>All subcommands, by category.</summary>
internal static class Commands
{
    public static Option Help { get; } = new("help", "Show this help message", 'h');

    public static Option NoWait { get; } = new("no-wait", "Do not wait for the operation to finish but just print the change id.");

    public static Option AbsTime { get; } = new("abs-time", "Display absolute times (in RFC 3339 format). Otherwise, display relative times up to 60 days, then YYYY-MM-DD.");

    public static Option Format { get; } = new("format", "Output format", null, "[text|json|yaml]", false, ["text", "json", "yaml"]);

    public static Option Level { get; } = new("level", "Check level to filter for", null, "[alive|ready]", false, ["alive", "ready"]);

    public static IReadOnlyList<Option> Owner { get; } =
    [
        new("uid", "Use specified user ID", null, "<uid>"), new("user", "Use specified username", null, "<user>"),
        new("gid", "Use specified group ID", null, "<gid>"), new("group", "Use specified group name", null, "<group>"),
    ];

    public static IReadOnlyList<Command> All { get; } =
    [
        .. RunCommands.All, .. InfoCommands.All, .. PlanCommands.All, .. ServiceCommands.All, .. CheckCommands.All,
        .. FileCommands.All, ExecCommand.Command, .. ChangeCommands.All, .. WarningCommands.All, .. NoticeCommands.All, .. IdentityCommands.All,
    ];

    public static Command? Find(string name) => All.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.Ordinal));
}
