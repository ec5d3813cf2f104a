using System.Runtime.CompilerServices;
using Howdah.Pebble.Client;

namespace Howdah.Ops.Testing;

public sealed partial class InMemoryPebble
{
    private readonly List<CheckInfo> checks = [];

    /// <summary>Says how a check stands.</summary>
    public void SetCheck(CheckInfo check)
    {
        ArgumentNullException.ThrowIfNull(check);
        lock (guard)
        {
            checks.RemoveAll(c => string.Equals(c.Name, check.Name, StringComparison.Ordinal));
            checks.Add(check);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CheckInfo>> GetChecksAsync(
        string? level = null, IReadOnlyList<string>? names = null, CancellationToken cancellationToken = default) =>
        AnswerAsync<IReadOnlyList<CheckInfo>>(() => [.. Checks(names).Where(c => level is null || c.Level == level)]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> StartChecksAsync(
        IReadOnlyList<string> names, CancellationToken cancellationToken = default) =>
        SwitchAsync("start", names, to: "up");

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> StopChecksAsync(
        IReadOnlyList<string> names, CancellationToken cancellationToken = default) =>
        SwitchAsync("stop", names, to: "inactive");

    /// <inheritdoc/>
    public Task<bool> IsHealthyAsync(
        string? level = null, IReadOnlyList<string>? names = null, CancellationToken cancellationToken = default) =>
            AnswerAsync(() =>
        Checks(names)
            .Where(c => level is null || c.Level == level || (level == "ready" && c.Level == "alive"))
            .All(c => c.Status != "down"));

    /// <inheritdoc/>
    public async IAsyncEnumerable<LogEntry> GetLogsAsync(
        IReadOnlyList<string>? services = null,
        int? lines = null,
        bool follow = false,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Nothing runs, so nothing was printed; following it lasts until the caller has enough.
        await AnswerAsync(() => true);
        if (follow)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        yield break;
    }

    private IEnumerable<CheckInfo> Checks(IReadOnlyList<string>? names) => Plan.Checks
        .Where(c => names is not { Count: > 0 } || names.Contains(c.Key, StringComparer.Ordinal))
        .OrderBy(c => c.Key, StringComparer.Ordinal)
        .Select(c => checks.Find(i => string.Equals(i.Name, c.Key, StringComparison.Ordinal)) ?? Default(c.Key, c.Value));

    private static CheckInfo Default(string name, Check check) => new(name, check.Enabled == false ? "inactive" : "up")
    {
        Level = check.Level?.ToString().ToLowerInvariant(),
        Startup = check.Enabled == false ? "disabled" : "enabled",
        Threshold = check.Threshold ?? 3,
    };

    private Task<IReadOnlyList<string>> SwitchAsync(string action, IReadOnlyList<string> names, string to) =>
        AnswerAsync<IReadOnlyList<string>>(() =>
        {
            if (names.Count == 0)
            {
                throw BadRequest($"must specify checks for {action} action");
            }

            var plan = Plan;
            var unknown = names.Where(n => !plan.Checks.ContainsKey(n)).Order(StringComparer.Ordinal).ToList();
            if (unknown.Count > 0)
            {
                throw BadRequest($"cannot {action} checks: cannot find checks in plan: {string.Join(", ", unknown)}");
            }

            var changed = Checks(names).Where(c => (c.Status == "inactive") != (to == "inactive")).ToList();
            foreach (var check in changed)
            {
                checks.RemoveAll(c => string.Equals(c.Name, check.Name, StringComparison.Ordinal));
                checks.Add(check with { Status = to });
            }

            return [.. changed.Select(c => c.Name)];
        });
}
