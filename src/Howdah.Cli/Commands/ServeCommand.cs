using System.CommandLine;
using System.Runtime.InteropServices;
using Howdah.Cli.Engine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah serve</c>: becomes the engine.</summary>
internal sealed partial class ServeCommand() : EngineCommand(
    "serve",
    "Run the engine in the foreground, for systemd or a container",
    "serve")
{
    /// <inheritdoc/>
    public override Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var program = ServerBinary.Find();
        Execute(program, [program, "--data", call.Engine.Data.Location, null]);
        throw new CliException($"cannot start {program}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "execv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Execute(string path, string?[] arguments);
}
