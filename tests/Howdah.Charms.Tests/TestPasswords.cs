using Howdah.Charms.PostgresqlK8s.Cluster;

namespace Howdah.Charms.Tests;

/// <summary>Passwords of the system users without a model around them.</summary>
internal static class TestPasswords
{
    internal static Passwords All { get; } = new(SystemPasswords());

    private static Dictionary<string, string> SystemPasswords() => Howdah.Charms.PostgresqlK8s.SystemUsers.All
        .ToDictionary(Howdah.Charms.PostgresqlK8s.SystemUsers.PasswordKey, user => $"password-of-{user}", StringComparer.Ordinal);
}
