using System.CommandLine;
using Howdah.Cli.Engine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Parsing;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah bootstrap</c>: starts the engine.</summary>
internal sealed class BootstrapCommand : EngineCommand
{
    private readonly Option<string?> _listen = ListenOption.Create();

    public BootstrapCommand()
        : base(
            "bootstrap",
            "Start the engine in the background, with a model named \"default\"",
            "bootstrap",
            "bootstrap && howdah deploy postgresql-k8s -n 3",
            "bootstrap --listen 192.0.2.7:8443") => Add(_listen);

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        if (await EngineStarter.ProbeAsync(call.Engine, cancellationToken).ConfigureAwait(false) is { } running)
        {
            call.Out.WriteLine($"The engine runs already (pid {running.Pid}, data in {running.DataDirectory}).");
            return 0;
        }

        await EngineStarter.StartAsync(call.Engine, call.Get(_listen), cancellationToken).ConfigureAwait(false);
        var info = await call.Engine.GetInfoAsync(cancellationToken).ConfigureAwait(false);
        call.Out.WriteLine($"The engine of controller \"{info.Controller}\" runs (pid {info.Pid}, data in {info.DataDirectory}).");
        return 0;
    }
}
