using System.Runtime.InteropServices;
using Howdah.Pebble.Daemon;
using Howdah.Pebble.Native;

namespace Howdah.Pebble.Processes;

/// <summary>Lays out a <see cref="SpawnRequest"/> in native memory and starts it.</summary>
internal static unsafe class Spawner
{
    private const int NewSession = 1, NewGroup = 2, ControllingTerminal = 4, SetIds = 8;

    public static int Start(SpawnRequest request)
    {
        List<nint> owned = [];
        try
        {
            fixed (uint* groups = request.Account?.Groups ?? [])
            {
                var block = new SpawnBlock
                {
                    Path = Text(request.Path, owned),
                    Arguments = Texts(request.Arguments, owned),
                    Environment = Texts([.. request.Environment.Select(e => $"{e.Key}={e.Value}")], owned),
                    WorkingDirectory = request.WorkingDirectory is { Length: > 0 } directory ? Text(directory, owned) : null,
                    Groups = groups,
                    Note = request.Note is { } note ? Text(note, owned) : null,
                    GroupCount = request.Account?.Groups.Length ?? 0,
                    Stdin = request.Stdin,
                    Stdout = request.Stdout,
                    Stderr = request.Stderr,
                    Flags = Flags(request),
                    Uid = request.Account?.Uid ?? 0,
                    Gid = request.Account?.Gid ?? 0,
                };
                var result = Libc.Spawn(&block);
                if (result != 0) throw Failure(request, block.FailedStep, result);
                // No reason to leave the service down: it is missed only by a daemon that follows one that was killed.
                if (block.NoteError != 0) DaemonLog.Write($"Cannot note process {block.Pid} in {request.Note}: {Errno.Text(block.NoteError)}");
                return block.Pid;
            }
        }
        finally
        {
            foreach (var pointer in owned) NativeMemory.Free((void*)pointer);
        }
    }

    private static int Flags(SpawnRequest request) =>
        (request.NewSession ? NewSession : 0) | (request.NewGroup ? NewGroup : 0)
        | (request.ControllingTerminal ? ControllingTerminal : 0) | (request.Account is null ? 0 : SetIds);

    private static SystemCallException Failure(SpawnRequest request, SpawnStep step, int errno) => step switch
    {
        SpawnStep.WorkingDirectory => new SystemCallException("chdir", request.WorkingDirectory!, errno),
        _ => new SystemCallException("fork/exec", request.Path, errno),
    };

    private static byte* Text(string text, List<nint> owned)
    {
        // The system would see only what comes before it.
        if (text.Contains('\0', StringComparison.Ordinal)) throw new SystemCallException("fork/exec", text, Errno.Invalid);
        var count = System.Text.Encoding.UTF8.GetByteCount(text);
        var memory = (byte*)NativeMemory.Alloc((nuint)count + 1);
        owned.Add((nint)memory);
        System.Text.Encoding.UTF8.GetBytes(text, new Span<byte>(memory, count));
        memory[count] = 0;
        return memory;
    }

    private static byte** Texts(IReadOnlyList<string> texts, List<nint> owned)
    {
        var memory = (byte**)NativeMemory.Alloc((nuint)(texts.Count + 1), (nuint)sizeof(byte*));
        owned.Add((nint)memory);
        for (var i = 0; i < texts.Count; i++) memory[i] = Text(texts[i], owned);
        memory[texts.Count] = null;
        return memory;
    }
}
