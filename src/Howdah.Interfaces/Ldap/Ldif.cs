using System.Text;

namespace Howdah.Interfaces;

/// <summary>Entries and changes as text (RFC 2849), as the programs of LDAP write and read them.</summary>
public static class Ldif
{
    private const string DnName = "dn";

    /// <summary>Reads entries, as <c>ldapsearch -LLL -o ldif-wrap=no</c> writes them.</summary>
    /// <exception cref="FormatException">It is no text of entries. The message has the number of the line, not its content.</exception>
    public static IReadOnlyList<LdapEntry> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var entries = new List<LdapEntry>();
        string? dn = null;
        var attributes = NewAttributes();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.Length == 0)
            {
                End();
            }
            else if (line[0] != '#')
            {
                var (name, value) = ReadLine(line, number);
                if (string.Equals(name, DnName, StringComparison.OrdinalIgnoreCase) != (dn is null))
                {
                    throw new FormatException($"line {number}: an entry must begin with its dn, and has one");
                }

                if (dn is null)
                {
                    dn = value;
                }
                else if (attributes.TryGetValue(name, out var values))
                {
                    values.Add(value);
                }
                else
                {
                    attributes[name] = [value];
                }
            }
        }

        End();
        return entries;

        void End()
        {
            if (dn is not null)
            {
                entries.Add(new(dn, attributes.ToDictionary(a => a.Key, a => (IReadOnlyList<string>)a.Value, StringComparer.OrdinalIgnoreCase)));
                (dn, attributes) = (null, NewAttributes());
            }
        }
    }

    /// <summary>A line of a name and a value. What has other characters than printable ASCII is written in base64.</summary>
    public static string Line(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var isPlain = value.Length > 0 && value.All(c => c is >= ' ' and <= '~') && value[0] is not (' ' or ':' or '<') && value[^1] != ' ';
        return isPlain ? $"{name}: {value}\n" : $"{name}:: {Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}\n";
    }

    /// <summary>An entry that is to be added.</summary>
    public static string Add(string dn, params IEnumerable<(string Name, string Value)> attributes) =>
        Line(DnName, dn) + Line("changetype", "add") + string.Concat(attributes.Select(a => Line(a.Name, a.Value))) + "\n";

    /// <summary>An entry that is to be removed.</summary>
    public static string Delete(string dn) => Line(DnName, dn) + Line("changetype", "delete") + "\n";

    /// <summary>A value that is to be added to an entry (<c>add</c>), taken from it (<c>delete</c>) or to be the only one (<c>replace</c>).</summary>
    public static string Modify(string dn, string how, string attribute, string value) =>
        Line(DnName, dn) + Line("changetype", "modify") + Line(how, attribute) + Line(attribute, value) + "-\n\n";

    private static Dictionary<string, List<string>> NewAttributes() => new(StringComparer.OrdinalIgnoreCase);

    private static (string Name, string Value) ReadLine(string line, int number)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            throw new FormatException($"line {number}: there is no name and value");
        }

        var rest = line[(colon + 1)..];
        if (!rest.StartsWith(':'))
        {
            return rest.StartsWith('<')
                ? throw new FormatException($"line {number}: the value is elsewhere, and nothing is fetched from there")
                : (line[..colon], rest.TrimStart(' '));
        }

        try
        {
            return (line[..colon], new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromBase64String(rest[1..].Trim(' '))));
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw new FormatException($"line {number}: the value is no text in base64", error);
        }
    }
}
