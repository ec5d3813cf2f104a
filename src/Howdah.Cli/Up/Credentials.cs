using System.Text.Json;
using Howdah.Server.Client.Operations;
using Howdah.Server.Client.Status;

namespace Howdah.Cli.Up;

/// <summary>How a client reaches the database: what <c>get-credentials</c> of a data-integrator says.</summary>
/// <param name="Hosts">Addresses with ports, the primary first.</param>
/// <param name="User">The user.</param>
/// <param name="Password">Its password.</param>
/// <param name="Database">The database.</param>
internal sealed record Credentials(IReadOnlyList<string> Hosts, string User, string Password, string Database)
{
    /// <summary>What to type for a shell on the database; it finds the primary also after a failover.</summary>
    public string Psql => $"psql \"postgresql://{Uri.EscapeDataString(User)}:{Uri.EscapeDataString(Password)}@{string.Join(',', Hosts)}"
        + $"/{Uri.EscapeDataString(Database)}{(Hosts.Count > 1 ? "?target_session_attrs=read-write" : "")}\"";

    /// <summary>The connection string for Npgsql; it finds the primary also after a failover.</summary>
    public string Npgsql => $"Host={string.Join(',', Hosts)};Username={Quote(User)};Password={Quote(Password)};Database={Quote(Database)}"
        + (Hosts.Count > 1 ? ";Target Session Attributes=read-write" : "");

    /// <summary>Reads them off the action's results; null when they have none.</summary>
    /// <param name="task">The action's task.</param>
    /// <param name="status">Knows the addresses of names that only resolve inside of units.</param>
    public static Credentials? From(TaskDetail task, FullStatus status)
    {
        if (task.Results is not { ValueKind: JsonValueKind.Object } results
            || !results.TryGetProperty("postgresql", out var section)
            || section.ValueKind != JsonValueKind.Object
            || Text(section, "username") is not { } user
            || Text(section, "password") is not { } password)
        {
            return null;
        }

        var hosts = new[] { Text(section, "endpoints"), Text(section, "read-only-endpoints") }
            .SelectMany(list => (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(endpoint => Reachable(endpoint, status))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return hosts.Count == 0 ? null : new Credentials(hosts, user, password, Text(section, "database") ?? user);
    }

    // postgresql-k8s-0.postgresql-k8s-endpoints… is known in the sandboxes only; outside the unit's address does.
    private static string Reachable(string endpoint, FullStatus status)
    {
        var host = endpoint.Split(':')[0];
        foreach (var unit in status.Applications.Values.SelectMany(application => application.Units?.Values ?? []))
        {
            if (unit.Address is { } address && unit.ProviderId is { } id
                && (host == id || host.StartsWith(id + ".", StringComparison.Ordinal)))
            {
                return address + endpoint[host.Length..];
            }
        }

        return endpoint;
    }

    private static string? Text(JsonElement section, string name) =>
        section.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static string Quote(string value) =>
        value.AsSpan().ContainsAny(";'\"= ") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
