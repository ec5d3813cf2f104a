using System.Globalization;

namespace Howdah.Substrate.Machine.Units;

/// <summary>A line of <c>/etc/passwd</c>.</summary>
internal sealed record Account(string Name, uint User, uint Group, string Home, string Shell)
{
    private const int Fields = 7;

    /// <summary>As the line of the file.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture, $"{Name}:x:{User}:{Group}:{Name}:{Home}:{Shell}");

    /// <summary>Those of the text of a passwd file; a line that is none is left out.</summary>
    public static IReadOnlyList<Account> Parse(string text) =>
    [
        .. from line in text.Split('\n')
           let fields = line.Split(':')
           where fields.Length == Fields && uint.TryParse(fields[2], CultureInfo.InvariantCulture, out _)
               && uint.TryParse(fields[3], CultureInfo.InvariantCulture, out _)
           select new Account(
               fields[0],
               uint.Parse(fields[2], CultureInfo.InvariantCulture),
               uint.Parse(fields[3], CultureInfo.InvariantCulture),
               fields[5],
               fields[6]),
    ];
}

/// <summary>A line of <c>/etc/group</c>.</summary>
internal sealed record AccountGroup(string Name, uint Id, IReadOnlyList<string> Members)
{
    private const int Fields = 4;

    /// <summary>As the line of the file.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture, $"{Name}:x:{Id}:{string.Join(',', Members)}");

    /// <summary>Those of the text of a group file; a line that is none is left out.</summary>
    public static IReadOnlyList<AccountGroup> Parse(string text) =>
    [
        .. from line in text.Split('\n')
           let fields = line.Split(':')
           where fields.Length == Fields && uint.TryParse(fields[2], CultureInfo.InvariantCulture, out _)
           select new AccountGroup(
               fields[0],
               uint.Parse(fields[2], CultureInfo.InvariantCulture),
               fields[3].Split(',', StringSplitOptions.RemoveEmptyEntries)),
    ];
}
