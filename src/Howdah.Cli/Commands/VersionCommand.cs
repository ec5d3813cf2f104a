using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Howdah.Cli.Engine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Output;
using Howdah.Server.Client.Json;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah version</c>: this program's version, and the engine's.</summary>
internal sealed class VersionCommand : EngineCommand
{
    private readonly Option<bool> _all = new("--all") { Description = "Show the engine too" };
    private readonly Option<string> _format = OutputFormat.Option(OutputFormat.Plain, OutputFormat.Json, OutputFormat.Yaml);

    public VersionCommand()
        : base("version", "Show the version", "version", "version --all --format json")
    {
        Add(_all);
        Add(_format);
    }

    /// <summary>Version of this program.</summary>
    public static string Current { get; } =
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var format = call.Get(_format)!;
        if (!call.Get(_all))
        {
            Print(call, format, Current, JsonValue.Create(Current));
            return 0;
        }

        var engine = await EngineStarter.ProbeAsync(call.Engine, cancellationToken).ConfigureAwait(false);
        var shown = engine is null
            ? $"none answers at {call.Engine.Data.Socket}"
            : $"{engine.Version} (pid {engine.Pid}, data in {engine.DataDirectory})";
        Print(call, format, $"howdah: {Current}\nengine: {shown}", new JsonObject
        {
            ["version"] = Current,
            ["engine"] = engine is null ? null : JsonSerializer.SerializeToNode(engine, ApiJson.Default.EngineInfo),
        });
        return 0;
    }

    private static void Print(Call call, string format, string text, JsonNode value)
    {
        if (format == OutputFormat.Plain)
        {
            call.Out.WriteLine(text);
            return;
        }

        using var document = JsonDocument.Parse(value.ToJsonString());
        call.Out.Print(format, document.RootElement, ApiJson.Default.JsonElement);
    }
}
