using static Howdah.Charms.PostgresqlK8s.Configuration.Option;

namespace Howdah.Charms.PostgresqlK8s.Configuration;

/// <summary>A plugin: extensions that are made in every database while its option is on.</summary>
/// <param name="Name">What the option is named after: <c>plugin_NAME_enable</c>.</param>
internal sealed record Plugin(string Name)
{
    private const string Server = "postgresql-{0}";

    /// <summary>Its extensions, each after those that it builds on.</summary>
    internal IReadOnlyList<string> Extensions { get; init; } = [Name];

    /// <summary>Names of the plugins without which it cannot be.</summary>
    internal IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Debian's package, with <c>{0}</c> for PostgreSQL's major version.</summary>
    internal string Package { get; init; } = Server;

    /// <summary>Whether it is on by default.</summary>
    internal bool OnByDefault { get; init; }

    /// <summary>A library that PostgreSQL has to load when it starts; null for none.</summary>
    internal string? Library { get; init; }

    /// <summary>Its option.</summary>
    internal SwitchOption Option => Switch($"plugin_{Name}_enable", OnByDefault, Describe()).Sets(null);

    /// <summary>All of them, each after those that it needs.</summary>
    internal static IReadOnlyList<Plugin> All { get; } =
    [
        new("audit") { Extensions = ["pgaudit"], Package = "postgresql-{0}-pgaudit", OnByDefault = true, Library = "pgaudit" },
        new("bloom"),
        new("btree_gin"),
        new("btree_gist"),
        new("citext"),
        new("cube"),
        new("debversion") { Package = "postgresql-{0}-debversion" },
        new("dict_int"),
        new("dict_xsyn"),
        new("earthdistance") { Needs = ["cube"] },
        new("fuzzystrmatch"),
        new("hll") { Package = "postgresql-{0}-hll" },
        new("hstore"),
        new("hypopg") { Package = "postgresql-{0}-hypopg" },
        new("icu_ext") { Package = "postgresql-{0}-icu-ext" },
        new("intarray"),
        new("ip4r") { Package = "postgresql-{0}-ip4r" },
        new("isn"),
        new("lo"),
        new("ltree"),
        new("old_snapshot"),
        new("orafce") { Package = "postgresql-{0}-orafce" },
        new("pg_freespacemap"),
        new("pg_similarity") { Package = "postgresql-{0}-similarity" },
        new("pg_stat_statements") { Library = "pg_stat_statements" },
        new("pg_trgm"),
        new("pg_visibility"),
        new("pgrowlocks"),
        new("pgstattuple"),
        new("plperl") { Package = "postgresql-plperl-{0}" },
        new("bool_plperl") { Package = "postgresql-plperl-{0}", Needs = ["plperl"] },
        new("jsonb_plperl") { Package = "postgresql-plperl-{0}", Needs = ["plperl"] },
        new("plpython3u") { Package = "postgresql-plpython3-{0}" },
        new("pltcl") { Package = "postgresql-pltcl-{0}" },
        new("postgis") { Package = "postgresql-{0}-postgis-3" },
        new("address_standardizer") { Package = "postgresql-{0}-postgis-3", Needs = ["postgis"] },
        new("address_standardizer_data_us") { Package = "postgresql-{0}-postgis-3", Needs = ["postgis"] },
        new("postgis_raster") { Package = "postgresql-{0}-postgis-3", Needs = ["postgis"] },
        new("postgis_tiger_geocoder") { Package = "postgresql-{0}-postgis-3", Needs = ["postgis", "fuzzystrmatch"] },
        new("postgis_topology") { Package = "postgresql-{0}-postgis-3", Needs = ["postgis"] },
        new("prefix") { Package = "postgresql-{0}-prefix" },
        new("rdkit") { Package = "postgresql-{0}-rdkit" },
        new("seg"),
        new("spi") { Extensions = ["refint", "autoinc", "insert_username", "moddatetime"] },
        new("tablefunc"),
        new("tcn"),
        new("tds_fdw") { Package = "postgresql-{0}-tds-fdw" },
        new("timescaledb") { Package = "timescaledb-2-postgresql-{0}", Library = "timescaledb" },
        new("tsm_system_rows"),
        new("tsm_system_time"),
        new("unaccent"),
        new("uuid_ossp") { Extensions = ["uuid-ossp"] },
        new("vector") { Package = "postgresql-{0}-pgvector" },
    ];

    /// <summary>The libraries that PostgreSQL loads when it starts, as far as they are installed; TimescaleDB wants to be the first.</summary>
    internal static IReadOnlyList<string> Libraries { get; } =
        [.. All.Select(p => p.Library).OfType<string>().OrderByDescending(l => l is "timescaledb")];

    private string Describe() =>
        $"The extension{(Extensions.Count > 1 ? "s" : "")} {string.Join(", ", Extensions)} in every database"
        + (Needs.Count > 0 ? $"; needs {string.Join(" and ", Needs)}." : ".");
}
