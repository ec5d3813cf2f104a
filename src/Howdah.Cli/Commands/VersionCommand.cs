using System.CommandLine;
using System.Reflection;
using Howdah.Cli.Engine;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah version</c>: this program's version, and the engine's.</summary>
internal sealed class VersionCommand : EngineCommand
{
    private readonly Option<bool> _all = new("--all") { Description = "Show the engine too" };

    public VersionCommand()
        : base("version", "Show the version", "version", "version --all") => Add(_all);

    /// <summary>Version of this program.</summary>
    public static string Current { get; } =
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        call.Out.WriteLine(call.Get(_all) ? $"howdah: {Current}" : Current);
        if (!call.Get(_all))
        {
            return 0;
        }

        var engine = await EngineStarter.ProbeAsync(call.Engine, cancellationToken).ConfigureAwait(false);
        call.Out.WriteLine(engine is null
            ? $"engine: none answers at {call.Engine.Data.Socket}"
            : $"engine: {engine.Version} (pid {engine.Pid}, data in {engine.DataDirectory})");
        return 0;
    }
}
