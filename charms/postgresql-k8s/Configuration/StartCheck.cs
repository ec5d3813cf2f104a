using System.Globalization;
using Howdah.Charms.PostgresqlK8s.Workload;
using Howdah.Ops;
using Howdah.Pebble.Client;

namespace Howdah.Charms.PostgresqlK8s.Configuration;

/// <summary>
/// Asks PostgreSQL whether it would start with a set of parameters, without starting it: it is told to print how much shared memory it
/// would take (<c>postgres -C shared_memory_size</c>), in an empty folder with nothing of the cluster but its control file.
/// </summary>
/// <param name="container">The workload container.</param>
/// <param name="programs">The folder with PostgreSQL's programs.</param>
internal sealed class StartCheck(Container container, string programs)
{
    // Sessions, and what else runs in the container, need memory too.
    private const double MostShared = 0.8;

    private const string Script =
        """
        folder=$(mktemp -d) || exit 1
        trap 'rm -rf "$folder"' EXIT
        mkdir "$folder/global" && cp "$1/PG_VERSION" "$folder" && cp "$1/global/pg_control" "$folder/global" || exit 1
        touch "$folder/postgresql.conf" "$folder/postgresql.auto.conf"
        program=$2
        shift 2
        "$program" -D "$folder" -C shared_memory_size "$@"
        """;

    /// <summary>Why PostgreSQL would not start; null when it would, and while this member's data is being copied, when it cannot be asked.</summary>
    internal async Task<OptionRefusal?> FindRefusalAsync(
        Settings settings, IReadOnlyDictionary<string, string?> parameters, Resources resources, CancellationToken cancellation)
    {
        if (!await container.ExistsAsync(WorkloadPaths.ControlFile, cancellation))
        {
            return null;
        }

        ExecRequest request = new(
        [
            "sh", "-c", Script, "sh", WorkloadPaths.Data, $"{programs}/postgres",
            .. parameters.Where(p => p.Value is not null).SelectMany(p => (string[])["-c", $"{p.Key}={p.Value}"]),
        ])
        {
            User = WorkloadPaths.User,
        };
        try
        {
            var answer = await container.RunAsync(request, cancellationToken: cancellation);
            return TooLarge(answer.Stdout, resources);
        }
        catch (PebbleExecException error)
        {
            return Explain(error.Stderr, settings);
        }
    }

    /// <summary>Tells a person which option it was, as far as PostgreSQL said which parameter.</summary>
    internal static OptionRefusal Explain(string words, Settings settings)
    {
        var line = words.Split('\n').FirstOrDefault(l => l.Contains("FATAL:", StringComparison.Ordinal))
            ?? words.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "it does not start";
        var fatal = line.IndexOf("FATAL:", StringComparison.Ordinal);
        var reason = (fatal >= 0 ? line[(fatal + "FATAL:".Length)..] : line).Trim();
        var option = Options.All.FirstOrDefault(o => o.Parameter is not null && reason.Contains($"\"{o.Parameter}\"", StringComparison.Ordinal));
        return option is not null && settings[option] is { } value
            ? SettingsCheck.Refusal(option, value, $"PostgreSQL says: {reason}")
            : new(null, $"PostgreSQL would not start with these options: {reason}");
    }

    private static OptionRefusal? TooLarge(string megabytes, Resources resources)
    {
        var needed = long.Parse(megabytes.Trim(), CultureInfo.InvariantCulture);
        var most = (long)(resources.Memory * MostShared) >> 20;
        return needed <= most
            ? null
            : new(
                null,
                string.Create(CultureInfo.InvariantCulture, $"these options need {needed} MB of shared memory, of at most {most} MB (80 % of the memory); ")
                + "lower instance_max_locks_per_transaction, memory_shared_buffers or experimental_max_connections");
    }
}
