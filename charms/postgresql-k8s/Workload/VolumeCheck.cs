namespace Howdah.Charms.PostgresqlK8s.Workload;

/// <summary>What Pebble runs to know whether the volume has room, so that the status says so before PostgreSQL stops.</summary>
internal static class VolumeCheck
{
    /// <summary>The first argument that makes an executable this check.</summary>
    internal const string EntryPoint = "volume-check";

    /// <summary>Runs it: <c>volume-check FOLDER</c>.</summary>
    /// <returns>0 when there is room, 1 when there is not, 2 when the arguments are wrong.</returns>
    internal static int Run(ReadOnlySpan<string> arguments)
    {
        if (arguments is not [var folder])
        {
            Console.Error.WriteLine("usage: volume-check FOLDER");
            return 2;
        }

        if (new Volume(folder).FindShortage() is not { } shortage)
        {
            return 0;
        }

        Console.Error.WriteLine(shortage);
        return 1;
    }
}
