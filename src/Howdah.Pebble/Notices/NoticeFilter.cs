namespace Howdah.Pebble.Notices;

/// <summary>Which notices a caller asks for. <paramref name="Users"/>: null means all users; public ones are always in.</summary>
internal sealed record NoticeFilter(uint? User, bool AllUsers, IReadOnlyList<string>? Types, IReadOnlyList<string> Keys, DateTimeOffset? After)
{
    public bool Matches(Notice notice) =>
        (AllUsers || notice.UserId is null || notice.UserId == User)
        && (Types is null || Types.Contains(notice.Type, StringComparer.Ordinal))
        && (Keys.Count == 0 || Keys.Contains(notice.Key, StringComparer.Ordinal))
        && (After is null || notice.LastRepeated > After);
}
