using System.Globalization;
using System.Runtime.InteropServices;

namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>
/// Starts Patroni so that it cannot outlive its guard: a second start of this executable asks the kernel for SIGKILL at its parent's
/// death and then becomes Patroni.
/// </summary>
internal static unsafe class GuardedChild
{
    /// <summary>The first argument that makes this executable such a child.</summary>
    internal const string EntryPoint = "patroni-guard-child";

    /// <summary>
    /// Starts <paramref name="command"/> in a session of its own, so that a signal for the guard's process group reaches the guard alone.
    /// Call it on the main thread: the kernel means the thread that was the parent, not its process.
    /// </summary>
    /// <returns>The process id.</returns>
    internal static int Start(IReadOnlyList<string> command)
    {
        var self = Environment.ProcessPath ?? "/proc/self/exe";
        var parent = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var arguments = Strings([self, EntryPoint, parent, .. command]);
        var environment = Strings(Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(variable => $"{variable.Key}={variable.Value}"));
        var attributes = stackalloc byte[512];
        _ = Libc.SpawnAttributesInit(attributes);
        _ = Libc.SpawnAttributesSetFlags(attributes, Libc.SpawnNewSession);
        int process;
        var error = Libc.Spawn(&process, arguments[0], null, attributes, arguments, environment);
        Free(arguments);
        Free(environment);
        return error == 0 ? process : throw new IOException($"cannot start {self}: errno {error}");
    }

    /// <summary>What the child does: <c>patroni-guard-child PARENT COMMAND…</c>.</summary>
    /// <returns>Only when it could not become the command.</returns>
    internal static int Run(ReadOnlySpan<string> arguments)
    {
        _ = Libc.ProcessControl(Libc.SetParentDeathSignal, Libc.SigKill, 0, 0, 0);
        if (Libc.ParentProcess() != int.Parse(arguments[0], CultureInfo.InvariantCulture))
        {
            return 1; // The guard died before the kernel was asked.
        }

        var command = Strings(arguments[1..].ToArray());
        _ = Libc.Execute(command[0], command);
        Console.Error.WriteLine($"guard: cannot run {arguments[1]}: errno {Marshal.GetLastPInvokeError()}");
        return 127;
    }

    private static byte** Strings(IEnumerable<string> texts)
    {
        var list = texts.ToList();
        var block = (byte**)NativeMemory.AllocZeroed((nuint)list.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < list.Count; i++)
        {
            block[i] = (byte*)Marshal.StringToCoTaskMemUTF8(list[i]);
        }

        return block;
    }

    private static void Free(byte** block)
    {
        for (var i = 0; block[i] is not null; i++)
        {
            Marshal.FreeCoTaskMem((nint)block[i]);
        }

        NativeMemory.Free(block);
    }
}
