namespace Howdah.Substrate.Machine.Units;

/// <summary>
/// The unit's own copy of its charm: the one thing in the agent's folder that the charm may write to. Its <c>dispatch</c>, often a large program,
/// is a file that all units of the charm share, so the sandbox shows it read-only in the place of an empty one.
/// </summary>
internal static class CharmCopy
{
    /// <summary>Name of the copy in the agent's folder.</summary>
    public const string Name = "charm";

    /// <summary>Name of the file that is shared.</summary>
    public const string Dispatch = "dispatch";

    /// <summary>True when the charm has a <c>dispatch</c> that is a file of its own.</summary>
    public static bool SharesDispatch(string charm) => new FileInfo(Path.Combine(charm, Dispatch)) is { Exists: true, LinkTarget: null };

    /// <summary>Puts a copy of the charm into the agent's folder, in place of another one. Nothing of the charm may run.</summary>
    public static void Replace(string charm, string agentDirectory)
    {
        var target = Path.Combine(agentDirectory, Name);
        var next = target + ".new";
        var old = target + ".old";
        Trees.Delete(next);
        Trees.Delete(old);
        Trees.Copy(charm, next, leaveOut: SharesDispatch(charm) ? Dispatch : null);
        if (SharesDispatch(charm))
        {
            File.Create(Path.Combine(next, Dispatch)).Dispose();
        }

        if (Directory.Exists(target))
        {
            Directory.Move(target, old);
        }

        Directory.Move(next, target);
        Trees.Delete(old);
    }

    /// <summary>True when there is a copy.</summary>
    public static bool Exists(string agentDirectory) => Directory.Exists(Path.Combine(agentDirectory, Name));

    /// <summary>Removes what <see cref="Replace"/> made.</summary>
    public static void Remove(string agentDirectory)
    {
        foreach (var suffix in (string[])["", ".new", ".old"])
        {
            Trees.Delete(Path.Combine(agentDirectory, Name + suffix));
        }
    }
}
