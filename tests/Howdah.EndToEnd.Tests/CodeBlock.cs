using Howdah.Testbed;

namespace Howdah.EndToEnd.Tests;

/// <summary>A block of code on a page of the documentation.</summary>
/// <param name="Language">What stands behind its fence; empty for nothing.</param>
/// <param name="File">The file that it is, when the line before it is nothing but a name in back quotes.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record CodeBlock(string Language, string? File, IReadOnlyList<string> Lines)
{
    private const string Fence = "```";

    /// <summary>The commands in it: what stands behind a prompt.</summary>
    public IEnumerable<string> Commands => Lines.Where(line => line.StartsWith("$ ", StringComparison.Ordinal)).Select(line => line[2..].Trim());

    /// <summary>The blocks of a page, in their order.</summary>
    public static IReadOnlyList<CodeBlock> AllOf(string page)
    {
        var blocks = new List<CodeBlock>();
        List<string>? lines = null;
        var (language, before) = ("", "");
        foreach (var line in System.IO.File.ReadLines(Path.Combine(Installation.Root, page)))
        {
            if (!line.StartsWith(Fence, StringComparison.Ordinal))
            {
                lines?.Add(line);
                before = line.Length > 0 ? line : before;
            }
            else if (lines is null)
            {
                (language, lines) = (line[Fence.Length..].Trim(), []);
                blocks.Add(new(language, before is ['`', .. var name, '`'] && !name.Contains('`') ? name : null, lines));
            }
            else
            {
                lines = null;
            }
        }

        return blocks;
    }
}
