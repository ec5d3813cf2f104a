using System.Diagnostics;

namespace Howdah.Engine.Tests.Harness;

/// <summary>An engine in a process of its own.</summary>
internal sealed class KillableEngine(string folder) : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private Process? _process;

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo(Built.Program("tests", "Howdah.Engine.TestHost", "Howdah.Engine.TestHost"), [folder, HookTool.Path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.ProcessPath)!;
        _process = Process.Start(start)!;
        await AnswerAsync("its start");
    }

    /// <summary>Asks it for something and waits for the answer.</summary>
    public async Task<string> AskAsync(string request)
    {
        await _process!.StandardInput.WriteLineAsync(request);
        await _process.StandardInput.FlushAsync();
        return await AnswerAsync(request);
    }

    /// <summary>Kills it as <c>kill -9</c> does, and it alone: charms that it runs go on.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }

    private async Task<string> AnswerAsync(string what)
    {
        try
        {
            return await _process!.StandardOutput.ReadLineAsync().WaitAsync(Deadline)
                ?? throw new InvalidOperationException($"the engine ended instead of answering to {what}");
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"the engine did not answer to {what} within {Deadline}", e);
        }
    }
}
