namespace Howdah.Charms.PostgresqlK8s;

/// <summary>A name and its password.</summary>
internal sealed record Credentials(string Username, string Password)
{
    /// <summary>Leaves the password out, so that no log can carry it.</summary>
    public override string ToString() => Username;
}
