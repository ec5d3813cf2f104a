namespace Howdah.Engine.HookCommands.Secrets;

/// <summary>How often an owner is told to change a secret.</summary>
internal static class RotatePolicy
{
    public const string Never = "never";

    public static bool IsValid(string policy) => policy == Never || Next(policy, DateTimeOffset.UnixEpoch) is not null;

    public static DateTimeOffset? Next(string policy, DateTimeOffset from) => policy switch
    {
        "hourly" => from.AddHours(1),
        "daily" => from.AddDays(1),
        "weekly" => from.AddDays(7),
        "monthly" => from.AddMonths(1),
        "quarterly" => from.AddMonths(3),
        "yearly" => from.AddYears(1),
        _ => null,
    };
}
