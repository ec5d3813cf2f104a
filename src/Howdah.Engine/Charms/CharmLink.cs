namespace Howdah.Engine.Charms;

/// <summary>
/// Which symbolic links a charm may have: those of which each step leads to something of the charm, whatever other links are on the way. The
/// engine may then follow them, and so may the charm wherever its files lie.
/// </summary>
internal static class CharmLink
{
    /// <summary>What is wrong with a link; null when nothing is.</summary>
    /// <param name="name">Its path in the charm.</param>
    /// <param name="target">Where it leads.</param>
    public static string? Check(string name, string target)
    {
        if (target.StartsWith('/'))
        {
            return $"symlink \"{name}\" is absolute: \"{target}\"; a charm's links must lead to files of the charm";
        }

        // What goes up after it went down may go up from where another link led.
        var steps = target.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(step => step != ".").ToList();
        var up = steps.TakeWhile(step => step == "..").Count();
        return up > name.Count(letter => letter == '/') || steps.Skip(up).Contains("..", StringComparer.Ordinal)
            ? $"symlink \"{name}\" links out of charm: \"{target}\"; a charm's links must lead to files of the charm"
            : null;
    }
}
