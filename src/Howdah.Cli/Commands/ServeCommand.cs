using System.CommandLine;
using System.Runtime.InteropServices;
using Howdah.Cli.Engine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Parsing;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah serve</c>: becomes the engine.</summary>
internal sealed partial class ServeCommand : EngineCommand
{
    private readonly Option<string?> _listen = ListenOption.Create();

    public ServeCommand()
        : base("serve", "Run the engine in the foreground, for systemd or a container", "serve", "serve --listen 192.0.2.7:8443") => Add(_listen);

    /// <inheritdoc/>
    public override Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var program = ServerBinary.Find();
        Execute(program, [program, .. ServerBinary.Arguments(call.Engine.Data, call.Get(_listen)), null]);
        throw new CliException($"cannot start {program}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "execv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Execute(string path, string?[] arguments);
}
