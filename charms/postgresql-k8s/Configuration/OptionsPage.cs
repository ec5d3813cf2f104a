using System.Text;

namespace Howdah.Charms.PostgresqlK8s.Configuration;

/// <summary>Writes the reference page of the options.</summary>
internal static class OptionsPage
{
    /// <summary>The page, in Markdown.</summary>
    internal static string Render()
    {
        var page = new StringBuilder(
            """
            # Options of postgresql-k8s

            `howdah config postgresql-k8s OPTION=VALUE …` sets them; `howdah plan` says before what a change will do on each member. A value that is
            not allowed blocks the unit that leads and changes nothing; the status clears when the value is mended.

            The parameters that they set are the same on every member: they are kept in Patroni's dynamic configuration (`patronictl show-config`),
            and what is written there by hand is set back. **Change** says what PostgreSQL needs to take another value: `reload`, which nobody
            notices; `restart`, in which the members start anew, one after the other, replicas first and the primary last after it has handed over;
            or nothing (`charm`), where the charm itself works with the value.


            """);
        foreach (var group in Options.All.GroupBy(o => o.Name.Split('_')[0], StringComparer.Ordinal))
        {
            page.Append("## ").Append(group.Key).Append("\n\n| Option | Default | Allowed | Sets | Change | |\n| --- | --- | --- | --- | --- | --- |\n");
            foreach (var option in group)
            {
                page.Append("| `").Append(option.Name).Append("` | ").Append(option.Default is { } standard ? $"`{standard}`" : "–")
                    .Append(" | ").Append(Cell(option.Allowed)).Append(" | ").Append(option.Parameter is { } parameter ? $"`{parameter}`" : "–")
                    .Append(" | ").Append(Change(option)).Append(" | ").Append(Cell(option.Description)).Append(" |\n");
            }

            page.Append('\n');
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static string Change(Option option) => option.NeedsRestart ? "restart" : option.Parameter is null ? "charm" : "reload";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
