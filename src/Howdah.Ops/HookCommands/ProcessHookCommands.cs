using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Howdah.Ops;

/// <summary>Runs hook commands as processes, as every charm does under Juju.</summary>
internal sealed class ProcessHookCommands : IHookCommands
{
    private const int ArgumentsTooLong = 7;

    public HookResult Run(string command, IReadOnlyList<string> arguments, string? input = null)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = input is not null,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = input is null ? null : new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e) when (e.NativeErrorCode == ArgumentsTooLong)
        {
            throw new HookCommandException(command, 1, "an argument is longer than the 128 KiB that the system allows");
        }
        catch (Win32Exception e)
        {
            throw new FileNotFoundException(
                $"cannot run the hook command \"{command}\": {e.Message}; is this a hook, with the commands' folder on the PATH?",
                e);
        }

        using (process)
        {
            var stderr = new StringBuilder();
            process.ErrorDataReceived += (_, line) =>
            {
                if (line.Data is not null)
                {
                    stderr.Append(line.Data).Append('\n');
                }
            };
            process.BeginErrorReadLine();
            if (input is not null)
            {
                Feed(process, input);
            }

            var stdout = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new HookResult(process.ExitCode, stdout, stderr.ToString());
        }
    }

    private static void Feed(Process process, string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code and message say why.
        }
    }
}
