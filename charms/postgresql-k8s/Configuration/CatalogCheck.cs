using Howdah.Charms.PostgresqlK8s.Sql;

namespace Howdah.Charms.PostgresqlK8s.Configuration;

/// <summary>Looks up the options whose values name something in the database.</summary>
internal static class CatalogCheck
{
    private static readonly (string Option, string Question)[] Questions =
    [
        ("instance_default_text_search_config", "select exists (select from pg_ts_config where 'pg_catalog.' || cfgname = {0} and cfgnamespace = 'pg_catalog'::regnamespace)"),
        ("storage_default_table_access_method", "select exists (select from pg_am where amtype = 't' and amname = {0})"),
    ];

    /// <summary>Why the database has no use for the values; none when it has.</summary>
    internal static async Task<IReadOnlyList<OptionRefusal>> FindRefusalsAsync(PostgresSession session, Settings settings, CancellationToken cancellation)
    {
        var refusals = new List<OptionRefusal>();
        foreach (var (name, question) in Questions)
        {
            var option = Options.All.Single(o => string.Equals(o.Name, name, StringComparison.Ordinal));
            if (!await IsSoAsync(question, settings[option]!))
            {
                refusals.Add(SettingsCheck.Refusal(option, settings[option]!));
            }
        }

        foreach (var role in Roles(settings))
        {
            if (!await IsSoAsync("select exists (select from pg_roles where rolname = {0})", role))
            {
                refusals.Add(SettingsCheck.Refusal(GeneralOptions.LdapMap, settings[GeneralOptions.LdapMap]!, $"there is no role {role}"));
            }
        }

        return refusals;

        async Task<bool> IsSoAsync(string question, string value) => (await session.QueryAsync(
            question.Replace("{0}", SqlText.Literal(value), StringComparison.Ordinal), r => r.GetBoolean(0), cancellation))[0];
    }

    private static IEnumerable<string> Roles(Settings settings) =>
        settings[GeneralOptions.LdapMap]?.Split(',').Select(pair => pair.Split('=')[1].Trim()).Distinct(StringComparer.Ordinal) ?? [];
}
