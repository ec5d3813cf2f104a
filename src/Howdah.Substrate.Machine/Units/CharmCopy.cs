namespace Howdah.Substrate.Machine.Units;

/// <summary>The unit's own copy of its charm, which the charm may write to.</summary>
internal static class CharmCopy
{
    private const string Name = "charm";

    /// <summary>Puts a copy of the charm into the agent's folder, in place of another one.</summary>
    public static void Replace(string charm, string agentDirectory)
    {
        var target = Path.Combine(agentDirectory, Name);
        var next = target + ".new";
        var old = target + ".old";
        Trees.Delete(next);
        Trees.Delete(old);
        Trees.Copy(charm, next);
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
