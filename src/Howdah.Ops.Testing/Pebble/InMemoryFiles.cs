using System.IO.Enumeration;
using System.Text;
using Howdah.Pebble.Client;

namespace Howdah.Ops.Testing;

/// <summary>Files and folders in memory, with Pebble's errors.</summary>
internal sealed class InMemoryFiles
{
    private readonly SortedDictionary<string, Node> nodes =
        new(StringComparer.Ordinal) { ["/"] = Node.Folder("755", default, null) };

    public void Seed(string path, string text) =>
        Write(path, Encoding.UTF8.GetBytes(text), new PathOptions { MakeParents = true }, default);

    public IReadOnlyDictionary<string, string> Texts() => nodes
        .Where(n => n.Value.Content is not null)
        .ToDictionary(n => n.Key, n => Encoding.UTF8.GetString(n.Value.Content!), StringComparer.Ordinal);

    public byte[] Read(string path)
    {
        var clean = Absolute(path);
        if (!nodes.TryGetValue(clean, out var node))
        {
            throw Error(PebblePathException.NotFound, $"stat {path}: no such file or directory", path);
        }

        return node.Content ?? throw Generic($"can only read a regular file: \"{path}\"", path);
    }

    public void Write(string path, byte[] content, PathOptions options, DateTimeOffset now)
    {
        var clean = Absolute(path);
        var permissions = Permissions(options, "644", path);
        EnsureParent(clean, path, options, $"open {path}", now);
        if (nodes.TryGetValue(clean, out var old) && old.Content is null)
        {
            throw Generic($"rename {path}: file exists", path);
        }

        nodes[clean] = new Node(content, permissions, now, options.User);
    }

    public void MakeDirectory(string path, PathOptions options, DateTimeOffset now)
    {
        var clean = Absolute(path);
        var permissions = Permissions(options, "755", path);
        if (nodes.TryGetValue(clean, out var old))
        {
            if (old.Content is null && options.MakeParents)
            {
                return;
            }

            throw Generic(old.Content is null ? $"mkdir {path}: file exists" : $"mkdir {path}: not a directory", path);
        }

        EnsureParent(clean, path, options, $"mkdir {path}", now);
        nodes[clean] = Node.Folder(permissions, now, options.User);
    }

    public void Remove(string path, bool recursive)
    {
        var clean = Absolute(path);
        if (!nodes.ContainsKey(clean))
        {
            if (recursive)
            {
                return;
            }

            throw Error(PebblePathException.NotFound, $"remove {path}: no such file or directory", path);
        }

        var children = nodes.Keys.Where(k => k.StartsWith(clean + "/", StringComparison.Ordinal)).ToList();
        if (children.Count > 0 && !recursive)
        {
            throw Generic($"remove {path}: directory not empty", path);
        }

        foreach (var child in children)
        {
            nodes.Remove(child);
        }

        nodes.Remove(clean);
    }

    public IReadOnlyList<RemoteFile> List(string path, string? pattern, bool itself)
    {
        if (!path.StartsWith('/'))
        {
            throw new PebbleApiException(400, "Bad Request", $"path must be absolute, got \"{path}\"", null);
        }

        var clean = Clean(path);
        if (!nodes.TryGetValue(clean, out var node))
        {
            throw new PebbleApiException(404, "Not Found", $"stat {path}: no such file or directory", "not-found");
        }

        IEnumerable<string> paths = itself || node.Content is not null
            ? [clean]
            : nodes.Keys.Where(k => k.Length > 1 && Parent(k) == clean);
        return
        [
            .. paths.Where(p => pattern is null || FileSystemName.MatchesSimpleExpression(pattern, Name(p), ignoreCase: false))
                .Select(p => nodes[p].Describe(p, Name(p))),
        ];
    }

    private static string Clean(string path) =>
        path.Length > 1 ? Path.GetFullPath(path).TrimEnd('/') is { Length: > 0 } p ? p : "/" : path;

    private static string Name(string path) => path == "/" ? "/" : path[(path.LastIndexOf('/') + 1)..];

    private static string Parent(string path) => path.LastIndexOf('/') is > 0 and var at ? path[..at] : "/";

    private static PebblePathException Error(string kind, string message, string path) => new(kind, message, path);

    private static PebblePathException Generic(string message, string path) =>
        Error(PebblePathException.GenericFileError, message, path);

    private static string Absolute(string path) => path.StartsWith('/')
        ? Clean(path)
        : throw Generic($"paths must be absolute, got \"{path}\"", path);

    private static string Permissions(PathOptions options, string byDefault, string path)
    {
        if (options.Permissions is not { } mode)
        {
            return byDefault;
        }

        var text = Convert.ToString((int)mode, 8).PadLeft(3, '0');
        return text.Length == 3 ? text : throw Generic($"permissions must be a 3-digit octal string, got \"{text}\"", path);
    }

    private void EnsureParent(string clean, string path, PathOptions options, string what, DateTimeOffset now)
    {
        var parent = Parent(clean);
        if (nodes.TryGetValue(parent, out var node))
        {
            if (node.Content is not null)
            {
                throw Generic($"{what}: not a directory", path);
            }

            return;
        }

        if (!options.MakeParents)
        {
            throw AnyAncestorIsFile(parent)
                ? Generic($"{what}: not a directory", path)
                : Error(PebblePathException.NotFound, $"{what}: no such file or directory", path);
        }

        EnsureParent(parent, path, options, what, now);
        nodes[parent] = Node.Folder("755", now, options.User);
    }

    private bool AnyAncestorIsFile(string path)
    {
        for (var at = path; at != "/"; at = Parent(at))
        {
            if (nodes.TryGetValue(at, out var node) && node.Content is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A file, or a folder when there is no content.</summary>
    private sealed record Node(byte[]? Content, string Permissions, DateTimeOffset Modified, string? User)
    {
        public static Node Folder(string permissions, DateTimeOffset now, string? user) => new(null, permissions, now, user);

        public RemoteFile Describe(string path, string name) => new(path, name, Content is null ? "directory" : "file")
        {
            Size = Content?.Length,
            PermissionsText = Permissions,
            LastModified = Modified,
            UserId = 0,
            User = User ?? "root",
            GroupId = 0,
            Group = User ?? "root",
        };
    }
}
