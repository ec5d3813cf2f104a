namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>
/// What Pebble runs every few seconds to know whether this member takes part: it is the primary, or receives from it. No event of Patroni
/// tells when a replica stops to receive or begins to again. It looks at processes, so it needs no password and no connection.
/// </summary>
internal static class StreamingCheck
{
    /// <summary>The first argument that makes an executable this check.</summary>
    internal const string EntryPoint = "streaming-check";

    /// <summary>Runs it: <c>streaming-check --config FILE</c>.</summary>
    /// <returns>0 when the member takes part, 1 when it does not, 2 when the arguments are wrong.</returns>
    internal static int Run(ReadOnlySpan<string> arguments)
    {
        if (arguments is not ["--config", var path])
        {
            Console.Error.WriteLine("usage: streaming-check --config FILE");
            return 2;
        }

        using var member = new Member(GuardSettings.Load(path));
        if (member.IsPrimary() || member.Receives())
        {
            return 0;
        }

        Console.Error.WriteLine("PostgreSQL is not the primary and does not receive from it");
        return 1;
    }
}
