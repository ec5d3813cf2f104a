using System.Text;

namespace Howdah.Pebble.Cli;

/// <summary>What <c>help</c> prints.</summary>
internal static class HelpText
{
    private const int Width = 79;
    private static readonly string[] _categories = ["Run", "Info", "Plan", "Services", "Checks", "Files", "Changes", "Notices", "Identities"];

    public static void Short()
    {
        Head();
        Out.Line("\nUsage: pebble <command> [<options>...]\n\nCommands can be classified as follows:\n");
        foreach (var category in _categories) Out.Line($"{category,14}: {string.Join(", ", Of(category).Select(c => c.Name))}");
        Out.Line("\nSet the PEBBLE environment variable to override the configuration directory\n(which defaults to /var/lib/pebble/default). Set PEBBLE_SOCKET to override\nthe unix socket used for the API (defaults to $PEBBLE/.pebble.socket).\n");
        Out.Line("For more information about a command, run 'pebble help <command>'.\nFor a short summary of all commands, run 'pebble help --all'.");
    }

    public static void All()
    {
        Head();
        Out.Line("\nUsage: pebble <command> [<options>...]");
        var width = Commands.All.Max(c => c.Name.Length);
        foreach (var category in _categories)
        {
            Out.Line($"\n  {category}:");
            foreach (var command in Of(category)) Out.Line($"    {command.Name.PadRight(width)}  {command.Summary}");
        }
        Out.Line("\nFor more information about a command run 'pebble help <command>'.");
    }

    public static void Of(Command command)
    {
        var usage = new StringBuilder($"Usage:\n  pebble {command.Name}");
        var options = command.Options.Concat(command.Terminated is null ? [] : [command.Terminated]).ToList();
        if (options.Count > 0) usage.Append($" [{command.Name}-OPTIONS]");
        foreach (var positional in command.Positionals)
        {
            var name = $"<{positional.Name}>{(positional.Many ? "..." : "")}";
            usage.Append(' ').Append(positional.Required ? name : $"[{name}]");
        }
        Out.Line(usage.ToString() + "\n");
        foreach (var line in command.Description.Split('\n')) Out.Line(Out.Wrap(line, Width, ""));
        if (options.Count == 0) return;
        Out.Line($"\n[{command.Name} command options]");
        var column = 4 + options.Max(o => Flag(o).Length);
        foreach (var option in options)
        {
            var help = Out.Wrap(option.Help, Width - column, "").Replace("\n", "\n" + new string(' ', column), StringComparison.Ordinal);
            Out.Line($"  {Flag(option)}".PadRight(column) + help);
        }
    }

    private static string Flag(Option option)
    {
        var name = (option.Short, option.Long) switch
        {
            ({ } letter, "") => $"-{letter}",
            ({ } letter, var word) => $"-{letter}, --{word}",
            (null, var word) => $"    --{word}",
        };
        return option.Argument is null ? name : $"{name}={option.Argument}";
    }

    private static void Head() => Out.Line("Pebble lets you control services and perform management actions on\nthe system that is running them.");

    private static IEnumerable<Command> Of(string category) => Commands.All.Where(c => string.Equals(c.Category, category, StringComparison.Ordinal));
}
