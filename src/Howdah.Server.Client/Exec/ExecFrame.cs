namespace Howdah.Server.Client.Exec;

/// <summary>What a frame of the exec websocket carries; its first byte.</summary>
public enum ExecStream : byte
{
    /// <summary>Input of the process; an empty frame is end of file.</summary>
    Input = 0,

    /// <summary>What the process prints.</summary>
    Output = 1,

    /// <summary>What the process prints to standard error.</summary>
    Error = 2,

    /// <summary>An <see cref="ExecEnd"/>; the last frame.</summary>
    End = 3,

    /// <summary>An <see cref="ExecTerminal"/>: the terminal has another size.</summary>
    Resize = 4,

    /// <summary>Name of a signal, <c>SIGTERM</c>.</summary>
    Signal = 5,
}

/// <summary>A frame of the exec websocket.</summary>
/// <param name="Stream">What it carries.</param>
/// <param name="Payload">Its bytes, valid until the next frame is read.</param>
public readonly record struct ExecFrame(ExecStream Stream, ReadOnlyMemory<byte> Payload);
