using System.Text;
using Howdah.Pebble.Client;

namespace Howdah.Ops.Testing;

/// <summary>A command that a test describes: it runs once its input is closed, or when somebody waits for it.</summary>
internal sealed class InMemoryProcess : PebbleProcess
{
    private readonly ExecRequest request;
    private readonly ExecMock exec;
    private readonly MemoryStream input = new();
    private readonly TaskCompletionSource<ExecOutput> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public InMemoryProcess(ExecRequest request, ExecMock exec)
    {
        this.request = request;
        this.exec = exec;
        Stdin = new InputStream(input, Run);
        Stdout = new OutputStream(ended.Task, o => request.SplitStderr ? o.Stdout : o.Stdout + o.Stderr);
        Stderr = new OutputStream(ended.Task, o => request.SplitStderr ? o.Stderr : "");
    }

    public override string Program => request.Command[0];

    public override Stream Stdin { get; }

    public override Stream Stdout { get; }

    public override Stream Stderr { get; }

    public override async Task<int> WaitAsync(CancellationToken cancellationToken = default)
    {
        Run();
        return (await ended.Task.WaitAsync(cancellationToken)).ExitCode;
    }

    public override Task SendSignalAsync(string signal, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public override Task ResizeAsync(int columns, int rows, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public override async ValueTask DisposeAsync()
    {
        Run();
        await input.DisposeAsync();
    }

    private void Run()
    {
        if (!ended.Task.IsCompleted)
        {
            try
            {
                ended.TrySetResult(exec.Run(request, Encoding.UTF8.GetString(input.ToArray())));
            }
            catch (Exception e)
            {
                ended.TrySetException(e);
            }
        }
    }

    private sealed class InputStream(MemoryStream target, Action closed) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => target.Write(buffer, offset, count);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            closed();
            base.Dispose(disposing);
        }
    }

    private sealed class OutputStream(Task<ExecOutput> ended, Func<ExecOutput, string> pick) : Stream
    {
        private byte[]? content;
        private int at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            content ??= Encoding.UTF8.GetBytes(pick(await ended.WaitAsync(cancellationToken)));
            var count = Math.Min(buffer.Length, content.Length - at);
            content.AsMemory(at, count).CopyTo(buffer);
            at += count;
            return count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
