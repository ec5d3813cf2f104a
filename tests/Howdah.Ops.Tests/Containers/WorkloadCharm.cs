using Howdah.Pebble.Client;

namespace Howdah.Ops.Tests.Containers;

/// <summary>Uses a container as a charm's step does, wherever its Pebble comes from.</summary>
internal sealed class WorkloadCharm : ReconcilingCharm
{
    public const string MetadataYaml = "name: workload\ncontainers: {box: {}}";
    private readonly string folder;
    private readonly List<string> did;

    public WorkloadCharm(CharmContext context, string folder, List<string> did)
        : base(context)
    {
        this.folder = folder;
        this.did = did;
        ReconcileOn(On.Container("box").PebbleReady, On.UpdateStatus);
    }

    protected override IReadOnlyList<ReconcileStep> Steps => [new("run", RunAsync)];

    private async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        var box = Model.GetContainer("box");
        var layer = new Layer
        {
            Services = new Dictionary<string, Service> { ["work"] = new("sleep 1000") { Enabled = true } },
            Checks = new Dictionary<string, Check> { ["file"] = new() { Exec = new ExecCheck($"test -e {folder}/work/conf") } },
        };
        did.Add($"wrote {await box.EnsureFileAsync($"{folder}/work/conf", "a=1\n", new PathOptions { MakeParents = true }, cancellationToken)}");
        did.Add($"planned {await box.EnsureLayerAsync("work", layer, cancellationToken)}");
        did.Add($"check {(await box.FindCheckAsync("file", cancellationToken))?.Status}");
        did.Add($"exists {await box.ExistsAsync($"{folder}/work/conf", cancellationToken)} {await box.FindTextAsync($"{folder}/no", cancellationToken) is null}");
        return Done;
    }
}
