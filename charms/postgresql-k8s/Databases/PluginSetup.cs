using System.Globalization;
using Howdah.Charms.PostgresqlK8s.Configuration;
using Howdah.Charms.PostgresqlK8s.Sql;
using Npgsql;

namespace Howdah.Charms.PostgresqlK8s.Databases;

/// <summary>Makes and removes the plugins' extensions in every database but the templates.</summary>
/// <param name="session">A session with the primary, in the database <c>postgres</c>.</param>
/// <param name="open">Opens one in another database.</param>
internal sealed class PluginSetup(PostgresSession session, Func<string, Task<PostgresSession>> open)
{
    private const int Shown = 3;

    /// <summary>The databases, by which one knows whether there is another since the last time.</summary>
    internal Task<List<string>> FindDatabasesAsync(CancellationToken cancellation) => session.QueryAsync(
        """select datname::text from pg_database where datallowconn and not datistemplate order by datname collate "C" """, r => r.GetString(0), cancellation);

    /// <summary>Makes it so.</summary>
    /// <returns>Why some cannot be; none when all is done.</returns>
    internal async Task<IReadOnlyList<OptionRefusal>> EnsureAsync(
        Settings settings, IReadOnlyList<string> databases, CancellationToken cancellation)
    {
        var available = await session.QueryAsync("select name::text from pg_available_extensions", r => r.GetString(0), cancellation);
        var missing = Plugin.All.Where(settings.Has).Where(p => p.Extensions.Except(available, StringComparer.Ordinal).Any()).ToList();
        var refusals = missing.Select(p => new OptionRefusal(
            p.Option.Name, $"{p.Option.Name} is true, but {string.Join(", ", p.Extensions)} is not installed on the primary: install the package {PackageOf(p)}")).ToList();
        foreach (var database in databases)
        {
            await using var inside = await open(database);
            refusals.AddRange(await EnsureAsync(inside, database, settings, missing, cancellation));
        }

        return [.. refusals.DistinctBy(r => r.Text)];
    }

    private static async Task<IReadOnlyList<OptionRefusal>> EnsureAsync(
        PostgresSession inside, string database, Settings settings, List<Plugin> missing, CancellationToken cancellation)
    {
        var installed = await inside.QueryAsync(
            "select extname::text, pg_get_userbyid(extowner) = current_user from pg_extension", r => (Name: r.GetString(0), IsOurs: r.GetBoolean(1)), cancellation);
        var change = PluginChange.Of(settings, installed.ToDictionary(e => e.Name, e => e.IsOurs, StringComparer.Ordinal));
        var refusals = new List<OptionRefusal>();
        foreach (var (plugin, extension) in change.Create.Where(e => !missing.Contains(e.Plugin)))
        {
            await TryAsync(plugin, $"create extension if not exists {SqlText.Name(extension)}");
        }

        foreach (var (plugin, extension) in change.Drop)
        {
            if (await FindDependantsAsync(inside, extension, cancellation) is { Count: > 0 } dependants)
            {
                var names = string.Join(", ", dependants.Take(Shown)) + (dependants.Count > Shown ? string.Create(CultureInfo.InvariantCulture, $" and {dependants.Count - Shown} more") : "");
                refusals.Add(new(plugin.Option.Name, $"{plugin.Option.Name} is false, but in the database {database} objects depend on {extension}: {names}; drop them, or set it to true"));
            }
            else
            {
                await TryAsync(plugin, $"drop extension if exists {SqlText.Name(extension)}");
            }
        }

        return refusals;

        async Task TryAsync(Plugin plugin, string sql)
        {
            try
            {
                await inside.RunAsync(sql, cancellation);
            }
            catch (PostgresException error)
            {
                refusals.Add(new(plugin.Option.Name, $"{plugin.Option.Name}: in the database {database} PostgreSQL says: {error.MessageText}"));
            }
        }
    }

    // What depends on a member of the extension, is not one itself, and would not go with one either.
    private static Task<List<string>> FindDependantsAsync(PostgresSession inside, string extension, CancellationToken cancellation) => inside.QueryAsync(
        $"""
        with members as (
          select d.classid, d.objid from pg_depend d join pg_extension e on e.oid = d.refobjid
           where d.refclassid = 'pg_extension'::regclass and d.deptype = 'e' and e.extname = {SqlText.Literal(extension)})
        select distinct pg_describe_object(d.classid, d.objid, d.objsubid)
          from pg_depend d join members m on m.classid = d.refclassid and m.objid = d.refobjid
         where d.deptype = 'n' and not exists (select from members o where o.classid = d.classid and o.objid = d.objid)
           and not exists (select from pg_depend part join members o on o.classid = part.refclassid and o.objid = part.refobjid
                            where part.classid = d.classid and part.objid = d.objid and part.deptype in ('a', 'i'))
         order by 1
        """,
        r => r.GetString(0),
        cancellation);

    private string PackageOf(Plugin plugin) =>
        string.Format(CultureInfo.InvariantCulture, plugin.Package, session.ServerVersion.Split('.')[0]);
}
