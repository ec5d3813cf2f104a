using System.Text.Json.Nodes;

namespace Howdah.Charms.PostgresqlK8s.Patroni;

/// <summary>
/// The part of Patroni's configuration that the cluster shares and that lives in its store
/// (<see href="https://patroni.readthedocs.io/en/latest/dynamic_configuration.html"/>). Times are seconds.
/// </summary>
internal sealed record DynamicConfiguration
{
    /// <summary>How long a leader that has gone silent keeps its lease. 20 is the least that Patroni allows.</summary>
    public int Ttl { get; init; } = 20;

    /// <summary>The pause between two looks at the cluster; new members and synchronous standbys are found at this pace.</summary>
    public int LoopWait { get; init; } = 1;

    /// <summary>How long Patroni tries to reach its store or PostgreSQL before the primary steps down.</summary>
    public int RetryTimeout { get; init; } = 3;

    /// <summary>
    /// How long a primary whose PostgreSQL has ended may try to start it again before a synchronous standby takes over. Not at all: one whose
    /// volume is full would go on trying, and the cluster would take no writes meanwhile.
    /// </summary>
    public int PrimaryStartTimeout { get; init; }

    /// <summary>How many bytes a standby may be behind and still take over.</summary>
    public long MaximumLagOnFailover { get; init; } = 1_048_576;

    /// <summary>How many timelines the history in the store keeps.</summary>
    public int MaxTimelinesHistory { get; init; } = 50;

    /// <summary>How many standbys confirm a write before it is acknowledged, and whether it waits for one.</summary>
    public required SynchronousPolicy Synchronous { get; init; }

    /// <summary>Parameters of PostgreSQL that all members share; null for one that must not be set.</summary>
    public required IReadOnlyDictionary<string, string?> Parameters { get; init; }

    /// <summary>The configuration in the shape of the REST API's <c>/config</c>.</summary>
    public JsonObject ToJson() => new()
    {
        ["ttl"] = Ttl,
        ["loop_wait"] = LoopWait,
        ["retry_timeout"] = RetryTimeout,
        ["primary_start_timeout"] = PrimaryStartTimeout,
        ["maximum_lag_on_failover"] = MaximumLagOnFailover,
        ["max_timelines_history"] = MaxTimelinesHistory,
        ["failsafe_mode"] = true,
        ["synchronous_mode"] = true,
        ["synchronous_mode_strict"] = Synchronous.Strict,
        ["synchronous_node_count"] = Synchronous.NodeCount,
        ["postgresql"] = new JsonObject
        {
            ["use_pg_rewind"] = true,
            ["use_slots"] = true,
            ["remove_data_directory_on_rewind_failure"] = true,
            ["remove_data_directory_on_diverged_timelines"] = true,
            ["parameters"] = new JsonObject(Parameters.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))),
        },
    };

    /// <summary>What has to be sent to <c>PATCH /config</c> so that <paramref name="current"/> says all that this one says.</summary>
    /// <returns>The smallest such patch, or null when nothing differs. What only <paramref name="current"/> has is left alone.</returns>
    public JsonObject? Difference(JsonObject current) => Difference(ToJson(), current);

    private static JsonObject? Difference(JsonObject wanted, JsonObject current)
    {
        var patch = new JsonObject();
        foreach (var (key, value) in wanted)
        {
            var existing = current[key];
            if (value is null)
            {
                if (existing is not null)
                {
                    patch[key] = null;
                }
            }
            else if (value is JsonObject wantedPart)
            {
                if (Difference(wantedPart, existing as JsonObject ?? []) is { } part)
                {
                    patch[key] = part;
                }
            }
            else if (existing is null || !string.Equals(Text(existing), Text(value), StringComparison.Ordinal))
            {
                patch[key] = value.DeepClone();
            }
        }

        return patch.Count == 0 ? null : patch;
    }

    // Patroni takes 100 and "100" for the same, and so does this comparison.
    private static string Text(JsonNode node) =>
        node.GetValueKind() == System.Text.Json.JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();
}
