using Howdah.Charms.PostgresqlK8s.Configuration;
using Howdah.Charms.PostgresqlK8s.Databases;

namespace Howdah.Charms.Tests.Databases;

public sealed class PluginSetupIntegrationTest(TemporaryPostgres postgres) : IClassFixture<TemporaryPostgres>
{
    private static readonly string[] Databases = ["postgres", "shop"];

    [Fact]
    public async Task Extensions_come_with_their_option_and_go_with_it_unless_something_depends_on_them()
    {
        await using var session = await postgres.OpenAsync("postgres");
        await session.RunAsync("create database shop", default);
        var setup = new PluginSetup(session, postgres.OpenAsync);

        Assert.Empty(await setup.EnsureAsync(With("hstore", "earthdistance", "cube", "uuid_ossp", "spi"), Databases, default));
        Assert.Equal(
            ["autoinc", "cube", "earthdistance", "hstore", "insert_username", "moddatetime", "plpgsql", "refint", "uuid-ossp"],
            await ExtensionsAsync("shop"));

        await using (var shop = await postgres.OpenAsync("shop"))
        {
            await shop.RunAsync("create table t (h hstore); create extension pg_trgm", default);
        }

        var refusal = Assert.Single(await setup.EnsureAsync(With("uuid_ossp", "pg_trgm"), Databases, default));
        Assert.Equal(
            "plugin_hstore_enable is false, but in the database shop objects depend on hstore: column h of table t; drop them, or set it to true",
            refusal.Text);
        Assert.Equal(["hstore", "pg_trgm", "plpgsql", "uuid-ossp"], await ExtensionsAsync("shop"));
        Assert.Equal(["pg_trgm", "plpgsql", "uuid-ossp"], await ExtensionsAsync("postgres"));

        await using (var shop = await postgres.OpenAsync("shop"))
        {
            await shop.RunAsync("drop table t", default);
        }

        Assert.Empty(await setup.EnsureAsync(With(), Databases, default));
        Assert.Equal(["plpgsql"], await ExtensionsAsync("shop"));
    }

    [Fact]
    public async Task What_a_client_made_for_itself_is_left_alone()
    {
        await using var session = await postgres.OpenAsync("postgres");
        await session.RunAsync("create role client", default);
        await session.RunAsync("create database own owner client", default);
        await using (var own = await postgres.OpenAsync("own"))
        {
            await own.RunAsync("set role client; create extension citext", default);
        }

        Assert.Empty(await new PluginSetup(session, postgres.OpenAsync).EnsureAsync(With(), ["own"], default));

        Assert.Equal(["citext", "plpgsql"], await ExtensionsAsync("own"));
    }

    [Fact]
    public async Task A_plugin_that_is_not_installed_is_named_with_its_package()
    {
        await using var session = await postgres.OpenAsync("postgres");

        var refusal = Assert.Single(await new PluginSetup(session, postgres.OpenAsync).EnsureAsync(With("rdkit"), ["postgres"], default));

        Assert.Equal("plugin_rdkit_enable", refusal.Option);
        Assert.Matches("^plugin_rdkit_enable is true, but rdkit is not installed on the primary: install the package postgresql-[0-9]+-rdkit$", refusal.Text);
    }

    [Fact]
    public void An_extension_comes_after_those_that_it_builds_on_and_goes_before_them()
    {
        var order = Plugin.All.Select(p => p.Name).ToList();

        Assert.All(Plugin.All, p => Assert.All(p.Needs, need => Assert.True(order.IndexOf(need) < order.IndexOf(p.Name), $"{need} before {p.Name}")));
        Assert.Equal(
            ["earthdistance", "cube"],
            PluginChange.Of(With(), new Dictionary<string, bool>(StringComparer.Ordinal) { ["cube"] = true, ["earthdistance"] = true }).Drop.Select(d => d.Extension));
    }

    private static Settings With(params string[] plugins) => new(CharmFiles.Data(
        [("plugin_audit_enable", "false"), .. plugins.Select(p => ($"plugin_{p}_enable", "true"))]));

    private async Task<List<string>> ExtensionsAsync(string database)
    {
        await using var session = await postgres.OpenAsync(database);
        return await session.QueryAsync("select extname::text from pg_extension order by extname collate \"C\"", r => r.GetString(0), default);
    }
}
