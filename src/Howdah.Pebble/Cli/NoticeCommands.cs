using System.Text.Json;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Cli;

/// <summary><c>notices</c>, <c>notice</c>, <c>notify</c>.</summary>
internal static class NoticeCommands
{
    private const int LongestKey = 32;

    public static IReadOnlyList<Command> All { get; } =
    [
        new("notices", "Notices", "List notices", ListAsync)
        {
            Description = "Lists notices, the latest last. Without options, those that no okay has acknowledged yet.",
            Options =
            [
                Commands.Format, Commands.AbsTime,
                new("users", "The only valid value is 'all', which lists notices from all users (admin only; cannot be used with --uid)", null, "[all]", false, ["all"]),
                new("uid", "Only list notices from this user ID (admin only; cannot be used with --users)", null, "<uid>"),
                new("type", "Only list notices of this type (multiple allowed)", null, "<type>", Repeat: true),
                new("key", "Only list notices with this key (multiple allowed)", null, "<key>", Repeat: true),
                new("timeout", "Wait up to this duration for matching notices to arrive", null, "<duration>"),
            ],
        },
        new("notice", "Notices", "Fetch a single notice", GetAsync)
        {
            Description = "Shows one notice, by its ID or by its type and key.",
            Options = [Commands.Format, new("uid", "Look up notice from user with this UID (admin only)", null, "<uid>")],
            Positionals = [new("id-or-type"), new("key", Required: false)],
        },
        new("notify", "Notices", "Record a custom notice", NotifyAsync)
        {
            Description = "Records a custom notice. Its key is of the form example.com/path.",
            Options = [new("repeat-after", "Prevent notice with same type and key from reoccurring within this duration", null, "<duration>")],
            Positionals = [new("key"), new("name=value", Required: false, Many: true)],
        },
    ];

    private static async Task<int> ListAsync(Invocation invocation)
    {
        var timeout = invocation.Duration("timeout");
        var seen = SeenNotices.Load(invocation.Server.Socket);
        List<string> query = [];
        if (seen.LastOkayed is { } okayed) query.Add("after=" + Uri.EscapeDataString(okayed));
        if (invocation.Has("users")) query.Add("users=all");
        if (invocation.Number("uid") is { } uid) query.Add($"user-id={uid}");
        query.AddRange(invocation.Values("type").Select(t => "types=" + Uri.EscapeDataString(t)));
        query.AddRange(invocation.Values("key").Select(k => "keys=" + Uri.EscapeDataString(k)));
        if (timeout is { } t) query.Add("timeout=" + GoDuration.Format(t));
        var list = await invocation.Server.GetAsync("/v1/notices" + (query.Count > 0 ? "?" + string.Join('&', query) : ""),
            (timeout ?? TimeSpan.Zero) + TimeSpan.FromSeconds(10)).ConfigureAwait(false);
        if (list.GetArrayLength() > 0) seen.SetListed(list[list.GetArrayLength() - 1].GetProperty("last-repeated").GetString()!);
        if (Formats.Print(invocation, json => Formats.List(json, "notices", list.EnumerateArray()))) return 0;
        if (list.GetArrayLength() == 0)
        {
            Out.ErrorLine(timeout is { } waited && waited > TimeSpan.Zero ? $"No matching notices after waiting {GoDuration.Format(waited)}." : "No matching notices.");
            return 0;
        }
        Out.Table([["ID", "User", "Type", "Key", "First", "Repeated", "Occurrences"], .. list.EnumerateArray().Select(n => (string[])
        [
            ServiceCommands.Text(n, "id"), n.GetProperty("user-id") is { ValueKind: JsonValueKind.Number } user ? user.ToString() : "public",
            ServiceCommands.Text(n, "type"), Shorten(ServiceCommands.Text(n, "key")), HumanTime.Of(invocation, n, "first-occurred"),
            HumanTime.Of(invocation, n, "last-repeated"), ServiceCommands.Text(n, "occurrences"),
        ])]);
        return 0;
    }

    private static async Task<int> GetAsync(Invocation invocation)
    {
        JsonElement notice;
        if (invocation.Positionals is [var type, var key])
        {
            var user = invocation.Number("uid") is { } uid ? $"&user-id={uid}" : "";
            var found = await invocation.Server.GetAsync($"/v1/notices?types={Uri.EscapeDataString(type)}&keys={Uri.EscapeDataString(key)}{user}").ConfigureAwait(false);
            if (found.GetArrayLength() == 0) throw new CliException($"cannot find {type} notice with key {GoQuote.Quote(key)}");
            notice = found[0];
        }
        else
        {
            notice = await invocation.Server.GetAsync($"/v1/notices/{Uri.EscapeDataString(invocation.Positionals[0])}").ConfigureAwait(false);
        }
        if (!Formats.Print(invocation, notice.WriteTo)) Out.Text(Formats.Yaml(notice));
        return 0;
    }

    private static async Task<int> NotifyAsync(Invocation invocation)
    {
        Dictionary<string, string> data = new(StringComparer.Ordinal);
        foreach (var argument in invocation.Positionals.Skip(1))
        {
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw new CliException($"data args must be in \"name=value\" format, not {GoQuote.Quote(argument)}");
            data[argument[..equals]] = argument[(equals + 1)..];
        }
        var repeat = invocation.Duration("repeat-after");
        var (result, _) = await invocation.Server.PostAsync("/v1/notices", json =>
        {
            json.WriteString("action", "add");
            json.WriteString("type", "custom");
            json.WriteString("key", invocation.Positionals[0]);
            if (repeat is { } after) json.WriteString("repeat-after", GoDuration.Format(after));
            if (data.Count == 0) return;
            json.WriteStartObject("data");
            foreach (var (name, value) in data) json.WriteString(name, value);
            json.WriteEndObject();
        }).ConfigureAwait(false);
        Out.Line($"Recorded notice {result.GetProperty("id").GetString()}");
        return 0;
    }

    private static string Shorten(string key) => key.Length > LongestKey ? $"{key[..14]}...{key[^15..]}" : key;
}
