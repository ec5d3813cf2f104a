namespace Howdah.Pebble.Daemon;

/// <summary>What the daemon's exit code tells.</summary>
internal static class ExitCodes
{
    public const int Success = 0, Failure = 1, ServiceFailed = 10, CheckFailed = 11;
}
