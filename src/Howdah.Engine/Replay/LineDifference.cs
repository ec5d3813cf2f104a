namespace Howdah.Engine.Replay;

/// <summary>Which lines went and which came, in their order: the shortest such list, unless the texts are too long to look for it.</summary>
internal static class LineDifference
{
    private const int MostSteps = 4_000_000;

    public static IReadOnlyList<ReplayLine> Between(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var start = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        var end = before.Skip(start).Reverse().Zip(after.Skip(start).Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        var (old, now) = (before.Skip(start).SkipLast(end).ToList(), after.Skip(start).SkipLast(end).ToList());
        return (long)old.Count * now.Count <= MostSteps
            ? Shortest(old, now)
            : [.. old.Select(line => new ReplayLine('-', line)), .. now.Select(line => new ReplayLine('+', line))];
    }

    private static List<ReplayLine> Shortest(List<string> before, List<string> after)
    {
        var common = new int[before.Count + 1, after.Count + 1];
        for (var old = before.Count - 1; old >= 0; old--)
        {
            for (var now = after.Count - 1; now >= 0; now--)
            {
                common[old, now] = before[old] == after[now]
                    ? common[old + 1, now + 1] + 1
                    : Math.Max(common[old + 1, now], common[old, now + 1]);
            }
        }

        var lines = new List<ReplayLine>();
        for (var (old, now) = (0, 0); old < before.Count || now < after.Count;)
        {
            if (old < before.Count && now < after.Count && before[old] == after[now])
            {
                (old, now) = (old + 1, now + 1);
            }
            else if (now == after.Count || (old < before.Count && common[old + 1, now] >= common[old, now + 1]))
            {
                lines.Add(new ReplayLine('-', before[old++]));
            }
            else
            {
                lines.Add(new ReplayLine('+', after[now++]));
            }
        }

        return lines;
    }
}
