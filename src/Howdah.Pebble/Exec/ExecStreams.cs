using Howdah.Pebble.Native;
using Howdah.Pebble.Processes;

namespace Howdah.Pebble.Exec;

/// <summary>The pipes or the terminal of a command: our ends, and the child's until it has them.</summary>
internal sealed class ExecStreams : IDisposable
{
    private readonly HashSet<int> _childEnds = [];

    private ExecStreams(Descriptor input, Descriptor output, Descriptor? error, Descriptor? terminal, int childInput, int childOutput, int childError)
    {
        (Input, Output, Error, Terminal) = (input, output, error, terminal);
        (ChildInput, ChildOutput, ChildError) = (childInput, childOutput, childError);
        _childEnds.UnionWith([childInput, childOutput, childError]);
    }

    public Descriptor Input { get; }

    public Descriptor Output { get; }

    public Descriptor? Error { get; }

    /// <summary>Where to send new sizes.</summary>
    public Descriptor? Terminal { get; }

    public int ChildInput { get; }

    public int ChildOutput { get; }

    public int ChildError { get; }

    /// <summary>Opens what a command of this sort needs.</summary>
    public static ExecStreams Open(bool terminal, bool interactive, bool splitStderr, int width, int height)
    {
        var (error, childError) = splitStderr ? Descriptor.PipeFromChild() : (null, -1);
        if (!terminal)
        {
            var (output, childOutput) = Descriptor.PipeFromChild();
            var (input, childInput) = Descriptor.PipeToChild();
            return new ExecStreams(input, output, error, null, childInput, childOutput, splitStderr ? childError : childOutput);
        }
        var (lead, follow) = OpenTerminal(width, height);
        var reader = new Descriptor(lead);
        if (interactive)
        {
            // A second number for the writing side: one descriptor can be waited for in one direction only.
            var writer = new Descriptor(SystemCallException.Check(Libc.Dup(lead), "dup", "terminal"));
            return new ExecStreams(writer, reader, error, reader, follow, follow, splitStderr ? childError : follow);
        }
        var (pipe, childPipe) = Descriptor.PipeToChild();
        return new ExecStreams(pipe, reader, error, reader, childPipe, follow, splitStderr ? childError : follow);
    }

    /// <summary>Closes the child's ends here, so that the last writer's exit ends the stream.</summary>
    public void CloseChildEnds()
    {
        foreach (var fd in _childEnds) _ = Libc.Close(fd);
        _childEnds.Clear();
    }

    public void Dispose()
    {
        CloseChildEnds();
        Input.Dispose();
        Output.Dispose();
        Error?.Dispose();
    }

    private static unsafe (int Lead, int Follow) OpenTerminal(int width, int height)
    {
        var ends = stackalloc int[2];
        var sized = width > 0 && height > 0;
        SystemCallException.Check(Libc.OpenPty(sized ? width : 80, sized ? height : 25, ends), "open", "/dev/ptmx");
        return (ends[0], ends[1]);
    }
}
