using System.Globalization;
using System.Text.Json;
using Howdah.Pebble.Client;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Cli;

/// <summary><c>push</c>, <c>pull</c>, <c>ls</c>, <c>mkdir</c>, <c>rm</c>.</summary>
internal static class FileCommands
{
    private const int LargestInBytes = 5000;
    private static readonly Option _mode = new("", "Override mode bits (3-digit octal)", 'm', "<mode>");
    private static readonly Option _parents = new("", "Create parent directories as needed", 'p');

    public static IReadOnlyList<Command> All { get; } =
    [
        new("push", "Files", "Transfer a file to the remote system", PushAsync)
        {
            Description = "Copies a local file to a path of the daemon, in whose place it appears as a whole.",
            Options = [_parents, _mode, .. Commands.Owner],
            Positionals = [new("local-path"), new("remote-path")],
        },
        new("pull", "Files", "Retrieve a file from the remote system", PullAsync)
        {
            Description = "Copies a file of the daemon to a local path.",
            Positionals = [new("remote-path"), new("local-path")],
        },
        new("ls", "Files", "List path contents", ListAsync)
        {
            Description = "Lists a folder of the daemon, or one entry. The last element of the path may hold wildcards.",
            Options =
            [
                Commands.Format, Commands.AbsTime, new("", "List matching entries themselves, not directory contents", 'd'), new("", "Use a long listing format", 'l'),
            ],
            Positionals = [new("path")],
        },
        new("mkdir", "Files", "Create a directory", MakeAsync)
        {
            Description = "Makes a folder on the side of the daemon.",
            Options = [_parents, _mode, .. Commands.Owner],
            Positionals = [new("path")],
        },
        new("rm", "Files", "Remove a file or directory", RemoveAsync)
        {
            Description = "Removes a file or an empty folder on the side of the daemon; with -r, all that is in a folder.",
            Options = [new("", "Remove all files and directories recursively in the specified path", 'r')],
            Positionals = [new("path")],
        },
    ];

    private static PathOptions Options(Invocation invocation, UnixFileMode? mode) => new()
    {
        MakeParents = invocation.Has("p"),
        Permissions = invocation.Value("m") is { } text ? Mode(text) : mode,
        UserId = invocation.Number("uid"),
        User = invocation.Value("user"),
        GroupId = invocation.Number("gid"),
        Group = invocation.Value("group"),
    };

    private static UnixFileMode Mode(string text) =>
        text.Length is > 0 and <= 4 && text.AsSpan().IndexOfAnyExceptInRange('0', '7') < 0 ? (UnixFileMode)Convert.ToInt32(text, 8)
        : throw new CliException($"invalid mode for file: {GoQuote.Quote(text)}");

    private static async Task<int> PushAsync(Invocation invocation)
    {
        var (local, remote) = (invocation.Positionals[0], invocation.Positionals[1]);
        FileStream file;
        try
        {
            file = File.OpenRead(local);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"open {local}: {(failure is UnauthorizedAccessException ? "permission denied" : "no such file or directory")}");
        }
        await using (file.ConfigureAwait(false))
        {
            await invocation.Server.Client.PushAsync(remote, file, Options(invocation, File.GetUnixFileMode(file.SafeFileHandle) & (UnixFileMode)0x1FF)).ConfigureAwait(false);
        }
        return 0;
    }

    private static async Task<int> PullAsync(Invocation invocation)
    {
        var (remote, local) = (invocation.Positionals[0], invocation.Positionals[1]);
        await using var content = await invocation.Server.Client.PullAsync(remote).ConfigureAwait(false);
        try
        {
            await using var file = File.Create(local);
            await content.CopyToAsync(file).ConfigureAwait(false);
        }
        catch
        {
            File.Delete(local);
            throw;
        }
        return 0;
    }

    private static async Task<int> ListAsync(Invocation invocation)
    {
        var path = invocation.Positionals[0];
        var slash = path.TrimEnd('/').LastIndexOf('/');
        var pattern = "";
        if (path[(slash + 1)..].AsSpan().IndexOfAny("*?[") >= 0) (pattern, path) = (path[(slash + 1)..], slash <= 0 ? "/" : path[..slash]);
        if (path.AsSpan().IndexOfAny("*?[") >= 0) throw new CliException("can only use globs on the last path element");
        var query = $"/v1/files?action=list&path={Uri.EscapeDataString(path)}&pattern={Uri.EscapeDataString(pattern)}{(invocation.Has("d") ? "&itself=true" : "")}";
        var list = await invocation.Server.GetAsync(query).ConfigureAwait(false);
        if (Formats.Print(invocation, json => Formats.List(json, "files", list.EnumerateArray()))) return 0;
        if (list.GetArrayLength() == 0) return 0;
        if (!invocation.Has("l"))
        {
            foreach (var file in list.EnumerateArray()) Out.Line(ServiceCommands.Text(file, "name"));
            return 0;
        }
        Out.Table([.. list.EnumerateArray().Select(f => (string[])
        [
            ModeText(ServiceCommands.Text(f, "type"), ServiceCommands.Text(f, "permissions")), ServiceCommands.Text(f, "user"), ServiceCommands.Text(f, "group"),
            Size(f).PadLeft(6), HumanTime.Of(invocation, f, "last-modified"), ServiceCommands.Text(f, "name"),
        ])]);
        return 0;
    }

    private static string ModeText(string type, string permissions)
    {
        var bits = Convert.ToInt32(permissions, 8);
        var kind = type switch { "directory" => "d", "symlink" => "L", "socket" => "S", "named-pipe" => "p", "device" => "D", "unknown" => "?", _ => "-" };
        return kind + string.Concat("rwxrwxrwx".Select((c, i) => (bits >> (8 - i) & 1) == 1 ? c : '-'));
    }

    private static string Size(JsonElement file)
    {
        if (!file.TryGetProperty("size", out var value)) return "-";
        var size = (double)value.GetInt64();
        if (size <= LargestInBytes) return $"{size:0}B";
        var unit = 0;
        for (size /= 1000; size >= 1000 && unit < 4; unit++) size /= 1000;
        var digits = size < 10 ? "0.00" : size < 100 ? "0.0" : "0";
        return size.ToString(digits, CultureInfo.InvariantCulture) + "kMGTP"[unit] + "B";
    }

    private static async Task<int> MakeAsync(Invocation invocation)
    {
        await invocation.Server.Client.MakeDirectoryAsync(invocation.Positionals[0], Options(invocation, null)).ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> RemoveAsync(Invocation invocation)
    {
        await invocation.Server.Client.RemovePathAsync(invocation.Positionals[0], invocation.Has("r")).ConfigureAwait(false);
        return 0;
    }
}
