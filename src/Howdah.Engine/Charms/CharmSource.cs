using System.IO.Compression;
using System.Security.Cryptography;

namespace Howdah.Engine.Charms;

/// <summary>A charm on disk: an unpacked folder, or a <c>.charm</c> archive.</summary>
internal static class CharmSource
{
    private const int FileType = 0xF000; // S_IFMT
    private const int Link = 0xA000; // S_IFLNK

    /// <summary>Finds what a person named: a path (<c>./x</c>, <c>/x</c>, <c>x.charm</c>) or the name of a charm that came with Howdah.</summary>
    public static string Locate(string charm, string baseDirectory, string charmsDirectory)
    {
        if (charm.StartsWith('.') || charm.StartsWith('/') || charm.EndsWith(".charm", StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(charm, baseDirectory);
            return Directory.Exists(path) || File.Exists(path)
                ? path
                : throw EngineException.NotFound($"charm \"{charm}\" not found: there is no file or directory \"{path}\"");
        }

        var name = charm.StartsWith("ch:", StringComparison.Ordinal) ? charm[3..] : charm;
        foreach (var candidate in new[] { Path.Combine(charmsDirectory, name), Path.Combine(charmsDirectory, $"{name}.charm") })
        {
            if (Directory.Exists(candidate) || File.Exists(candidate))
            {
                return candidate;
            }
        }

        var known = Directory.Exists(charmsDirectory)
            ? string.Join(", ", Directory.EnumerateFileSystemEntries(charmsDirectory).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal))
            : "";
        throw EngineException.NotFound(
            $"charm \"{charm}\" not found; give a path that starts with \"./\" or \"/\", or one of: {(known.Length == 0 ? "(none)" : known)}");
    }

    /// <summary>Copies the charm to <paramref name="target"/>, which must not exist, and completes it as packing would.</summary>
    public static void Copy(string source, string target)
    {
        Directory.CreateDirectory(target);
        if (File.Exists(source))
        {
            Extract(source, target);
        }
        else
        {
            CopyTree(source, target);
        }

        CharmPacking.Complete(target);
    }

    /// <summary>The texts of an unpacked charm.</summary>
    public static CharmFiles ReadFiles(string directory)
    {
        var metadata = Path.Combine(directory, "metadata.yaml");
        if (!File.Exists(metadata))
        {
            metadata = Path.Combine(directory, "charmcraft.yaml");
        }

        if (!File.Exists(metadata))
        {
            throw EngineException.Invalid($"\"{directory}\" is not a charm: it has neither metadata.yaml nor charmcraft.yaml");
        }

        return new CharmFiles(
            File.ReadAllText(metadata), ReadOptional(directory, "config.yaml"), ReadOptional(directory, "actions.yaml"), ReadVersion(directory));
    }

    /// <summary>A digest over names, modes and contents of all files and links: equal charms have equal digests.</summary>
    public static string Digest(string directory)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        foreach (var entry in Entries(directory))
        {
            if (entry is not FileInfo file || entry.LinkTarget is not null)
            {
                Append(entry.LinkTarget is { } link ? $"{Name(entry)}\0-> {link}\0" : "");
                continue;
            }

            Append($"{Name(file)}\0{(int)file.UnixFileMode}\0{file.Length}\0");
            using var stream = file.OpenRead();
            int count;
            while ((count = stream.Read(buffer)) > 0)
            {
                hash.AppendData(buffer.AsSpan(0, count));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        string Name(FileSystemInfo entry) => Path.GetRelativePath(directory, entry.FullName);
        void Append(string text) => hash.AppendData(System.Text.Encoding.UTF8.GetBytes(text));
    }

    private static void CopyTree(string source, string target)
    {
        foreach (var entry in Entries(source))
        {
            var name = Path.GetRelativePath(source, entry.FullName);
            if (entry.LinkTarget is { } link)
            {
                MakeLink(target, name, link);
            }
            else if (entry is DirectoryInfo)
            {
                Directory.CreateDirectory(Path.Combine(target, name));
            }
            else if (SpecialFile.Describe(entry.FullName) is { } special)
            {
                throw EngineException.Invalid($"the charm has {special}, \"{name}\": a charm consists of files, folders and links; remove it");
            }
            else
            {
                File.Copy(entry.FullName, Path.Combine(target, name));
            }
        }
    }

    // An archive has a link as a file with the link's target in it. Links are made last, so that nothing is written through one.
    private static void Extract(string archive, string target)
    {
        ZipFile.ExtractToDirectory(archive, target);
        using var zip = ZipFile.OpenRead(archive);
        foreach (var entry in zip.Entries.Where(entry => (entry.ExternalAttributes >> 16 & FileType) == Link))
        {
            var path = Path.Combine(target, entry.FullName);
            var link = File.ReadAllText(path);
            File.Delete(path);
            MakeLink(target, entry.FullName, link);
        }
    }

    private static void MakeLink(string charm, string name, string target)
    {
        if (CharmLink.Check(name, target) is { } problem)
        {
            throw EngineException.Invalid(problem);
        }

        File.CreateSymbolicLink(Path.Combine(charm, name), target);
    }

    // All that a folder has, what is above before what is in it; no link is followed.
    private static IEnumerable<FileSystemInfo> Entries(string directory) =>
        new DirectoryInfo(directory).EnumerateFileSystemInfos()
            .SelectMany(entry => entry is DirectoryInfo { LinkTarget: null } ? Entries(entry.FullName).Prepend(entry) : [entry])
            .OrderBy(entry => entry.FullName, StringComparer.Ordinal);

    private static string? ReadOptional(string directory, string name) =>
        Path.Combine(directory, name) is var path && File.Exists(path) ? File.ReadAllText(path) : null;

    private static string ReadVersion(string directory)
    {
        if (ReadOptional(directory, "version") is not { } text)
        {
            return "";
        }

        var line = text.Split('\n', 2)[0].Trim();
        line = line.StartsWith("revision-id: ", StringComparison.Ordinal) ? line["revision-id: ".Length..] : line;
        return line.Length > 100 ? line[..100] : line;
    }
}
