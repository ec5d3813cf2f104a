using System.Runtime.InteropServices;

namespace Howdah.Substrate.Machine.Processes;

/// <summary>Starts programs that outlive this one: in a session of their own, with no terminal and no inherited files.</summary>
internal static class DetachedProcess
{
    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;
    private const int ReadOnly = 0;
    private const int AppendCreate = 0x441;
    private const uint OwnerOnly = 0x180;

    // glibc: posix_spawn_file_actions_t has 80 bytes, posix_spawnattr_t 336, sigset_t 128.
    private const int OpaqueSize = 512;
    private const int SignalSetSize = 128;

    // Files given to the child get the numbers 3, 4, …; what they are copied from must not be among those.
    private const int FirstGiven = 3;
    private const int LowestSource = 64;

    /// <summary>Starts it without input, both outputs appended to <paramref name="log"/>, files passed as 3, 4, ….</summary>
    /// <param name="command">Path of the program and its arguments.</param>
    /// <param name="environment">All that it gets.</param>
    /// <param name="log">Made when missing.</param>
    /// <param name="given">Descriptors that the child gets, in order.</param>
    /// <returns>Number of the process.</returns>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static int Start(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string log, IReadOnlyList<int> given)
    {
        var actions = new byte[OpaqueSize];
        var attributes = new byte[OpaqueSize];
        var sources = new List<int>();
        Check(Native.SpawnActionsInit(actions), command[0]);
        Check(Native.SpawnAttributesInit(attributes), command[0]);
        try
        {
            Check(Native.SpawnActionsOpen(actions, 0, "/dev/null", ReadOnly, 0), command[0]);
            Check(Native.SpawnActionsOpen(actions, 1, log, AppendCreate, OwnerOnly), log);
            Check(Native.SpawnActionsDuplicate(actions, 1, 2), command[0]);
            for (var i = 0; i < given.Count; i++)
            {
                sources.Add(Native.Control(given[i], Native.DuplicateCloseOnExec, LowestSource));
                Check(Native.SpawnActionsDuplicate(actions, sources[i], FirstGiven + i), command[0]);
            }

            // .NET ignores SIGPIPE and blocks nothing; a child must start with neither.
            var all = new byte[SignalSetSize];
            Array.Fill(all, byte.MaxValue);
            Check(Native.SpawnAttributesSignalDefault(attributes, all), command[0]);
            Check(Native.SpawnAttributesSignalMask(attributes, new byte[SignalSetSize]), command[0]);
            Check(Native.SpawnAttributesFlags(attributes, SetSignalDefaults | SetSignalMask | SetSession), command[0]);
            string?[] variables = [.. environment.Select(pair => $"{pair.Key}={pair.Value}"), null];
            Check(Native.Spawn(out var pid, command[0], actions, attributes, [.. command, null], variables), command[0]);
            return pid;
        }
        finally
        {
            sources.ForEach(source => Native.Close(source));
            _ = Native.SpawnAttributesDestroy(attributes);
            _ = Native.SpawnActionsDestroy(actions);
        }
    }

    private static void Check(int error, string what)
    {
        if (error != 0)
        {
            throw new IOException($"{what} cannot be started: {Marshal.GetPInvokeErrorMessage(error)}", error);
        }
    }
}
