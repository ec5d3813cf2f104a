using System.Text;

namespace Howdah.Pebble.Client;

/// <summary>
/// A command that runs in the container. Its output must be read (or <see cref="WaitOutputAsync"/> used) for it to end once
/// the buffers are full. Disposing it before it ended kills it.
/// </summary>
public abstract class PebbleProcess : IAsyncDisposable
{
    /// <summary>The program, without its arguments.</summary>
    public abstract string Program { get; }

    /// <summary>What is written here is read by the command; disposing it is end of file.</summary>
    public abstract Stream Stdin { get; }

    /// <summary>What the command prints.</summary>
    public abstract Stream Stdout { get; }

    /// <summary>What the command prints to standard error; empty when joined to the output.</summary>
    public abstract Stream Stderr { get; }

    /// <summary>Waits for the end of the command.</summary>
    /// <returns>Its exit code; 128 + n when signal n ended it.</returns>
    /// <exception cref="PebbleChangeException">It could not be run, or took longer than its time.</exception>
    /// <exception cref="PebbleConnectionException">Pebble is gone.</exception>
    public abstract Task<int> WaitAsync(CancellationToken cancellationToken = default);

    /// <summary>Sends it a signal by name (<c>SIGTERM</c>).</summary>
    public abstract Task SendSignalAsync(string signal, CancellationToken cancellationToken = default);

    /// <summary>Tells it that its terminal has another size.</summary>
    public abstract Task ResizeAsync(int columns, int rows, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Gives it <paramref name="input"/>, closes its input, reads all that it prints and waits for its end.</summary>
    /// <exception cref="PebbleExecException">It ended with another exit code than 0.</exception>
    /// <exception cref="PebbleChangeException">It could not be run, or took longer than its time.</exception>
    public async Task<ExecOutput> WaitOutputAsync(string? input = null, CancellationToken cancellationToken = default)
    {
        var output = await RunToEndAsync(input, cancellationToken);
        return output.ExitCode == 0
            ? output
            : throw new PebbleExecException(Program, output.ExitCode, output.Stdout, output.Stderr);
    }

    /// <summary>As <see cref="WaitOutputAsync"/>, but any exit code is a result.</summary>
    public async Task<ExecOutput> RunToEndAsync(string? input = null, CancellationToken cancellationToken = default)
    {
        var stdout = ReadAllAsync(Stdout, cancellationToken);
        var stderr = ReadAllAsync(Stderr, cancellationToken);
        await FeedAsync(input, cancellationToken);
        var texts = await Task.WhenAll(stdout, stderr);
        return new ExecOutput(await WaitAsync(cancellationToken), texts[0], texts[1]);
    }

    private async Task FeedAsync(string? input, CancellationToken cancellationToken)
    {
        try
        {
            if (!string.IsNullOrEmpty(input))
            {
                await Stdin.WriteAsync(Encoding.UTF8.GetBytes(input), cancellationToken);
            }

            await Stdin.DisposeAsync();
        }
        catch (IOException)
        {
            // A command may end without reading its input; its exit code tells how it went.
        }
    }

    private static async Task<string> ReadAllAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(
            stream, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        try
        {
            return await reader.ReadToEndAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new PebbleConnectionException(e.Message, e);
        }
    }
}

/// <summary>How a command ended and what it printed.</summary>
public sealed record ExecOutput(int ExitCode, string Stdout, string Stderr);
