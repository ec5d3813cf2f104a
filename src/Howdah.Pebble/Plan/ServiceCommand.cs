using Howdah.Pebble.Text;

namespace Howdah.Pebble.Plan;

/// <summary>A service's command: fixed words, and default extra arguments in a last <c>[ … ]</c> group.</summary>
internal sealed record ServiceCommand(IReadOnlyList<string> Words, IReadOnlyList<string>? Extra)
{
    /// <summary>The words to run.</summary>
    public IReadOnlyList<string> Full => Extra is null ? Words : [.. Words, .. Extra];

    /// <summary>Reads a command.</summary>
    /// <exception cref="FormatException">With the reason only.</exception>
    public static ServiceCommand Parse(string command)
    {
        List<string> words = [];
        List<string>? extra = null;
        var inGroup = false;
        foreach (var word in ShellWords.Split(command))
        {
            switch (word)
            {
                case "[" when inGroup:
                    throw new FormatException("cannot nest [ ... ] groups");
                case "[" when words.Count == 0:
                    throw new FormatException("cannot start command with [ ... ] group");
                case "[" when extra is null:
                    inGroup = true;
                    extra = [];
                    break;
                case "]" when inGroup:
                    inGroup = false;
                    break;
                case "]":
                    throw new FormatException("cannot have ] outside of [ ... ] group");
                default:
                    if (inGroup) extra!.Add(word);
                    else if (extra is not null) throw new FormatException("cannot have any arguments after [ ... ] group");
                    else words.Add(word);
                    break;
            }
        }
        return new ServiceCommand(words, extra);
    }

    /// <summary>As it is printed.</summary>
    public override string ToString() =>
        Extra is null ? ShellWords.Join(Words) : $"{ShellWords.Join(Words)} [ {string.Concat(Extra.Select(e => ShellWords.Join([e]) + " "))}]";
}
