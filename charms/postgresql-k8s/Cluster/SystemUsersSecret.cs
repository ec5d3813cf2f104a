namespace Howdah.Charms.PostgresqlK8s.Cluster;

/// <summary>A user's secret with passwords of system users, by their names.</summary>
internal static class SystemUsersSecret
{
    /// <summary>Why its content cannot be taken; null when it can. Never says a password.</summary>
    internal static string? FindRefusal(IReadOnlyDictionary<string, string> content)
    {
        foreach (var (user, password) in content)
        {
            if (!SystemUsers.All.Contains(user, StringComparer.Ordinal))
            {
                return $"system-users names {user}; allowed: {string.Join(", ", SystemUsers.All)}";
            }

            if (Passwords.Refusal(password) is { } refusal)
            {
                return $"system-users has no usable password for {user}: {refusal}";
            }
        }

        return null;
    }
}
