namespace Howdah.Ops;

/// <summary>What the parts of a model share: hook commands, names, and leadership as read in this dispatch.</summary>
internal sealed class ModelContext(HookTools tools, HookEnvironment environment, TimeProvider time)
{
    /// <summary>A positive answer of <c>is-leader</c> is good for 30 s (Juju contract 4.6).</summary>
    private static readonly TimeSpan LeadershipIsGoodFor = TimeSpan.FromSeconds(30);

    private bool? leader;
    private long leaderSince;

    public HookTools Tools => tools;

    public HookEnvironment Environment => environment;

    public TimeProvider Time => time;

    public string UnitName { get; } = environment.UnitName;

    public string AppName { get; } = environment.UnitName[..environment.UnitName.IndexOf('/', StringComparison.Ordinal)];

    public bool IsLeader()
    {
        if (leader is null || (leader.Value && time.GetElapsedTime(leaderSince) > LeadershipIsGoodFor))
        {
            leaderSince = time.GetTimestamp();
            leader = tools.Json("is-leader").GetBoolean();
        }

        return leader.Value;
    }
}
