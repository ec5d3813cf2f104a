namespace Howdah.Charms.PostgresqlK8s;

/// <summary>The ports that a unit listens on.</summary>
internal static class Ports
{
    /// <summary>PostgreSQL.</summary>
    internal const int Postgresql = 5432;

    /// <summary>Patroni's REST API.</summary>
    internal const int Patroni = 8008;
}
