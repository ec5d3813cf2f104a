using System.CommandLine;
using Howdah.Cli.Engine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Parsing;
using Howdah.Cli.StatusView;
using Howdah.Cli.Up;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah up</c>: from nothing to a deployed bundle.</summary>
internal sealed class UpCommand : EngineCommand
{
    private readonly Argument<string> _bundle = new("bundle") { Description = "Path of the bundle" };
    private readonly Option<TimeSpan?> _timeout = DurationOption.Create("--timeout", "How long to wait for all units (default: 5m)");

    public UpCommand()
        : base(
            "up",
            "Start the engine if it does not run, deploy a bundle, and wait until all of it works",
            "up bundles/postgresql-ha.yaml",
            "up bundles/postgresql-ha.yaml --timeout 10m")
    {
        Add(_bundle);
        Add(_timeout);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var bundle = BundleFile.Read(call.Get(_bundle));
        var view = new ProgressView(call.Error, TimeProvider.System);
        if (await EngineStarter.ProbeAsync(call.Engine, cancellationToken).ConfigureAwait(false) is null)
        {
            await EngineStarter.StartAsync(call.Engine, listen: null, cancellationToken).ConfigureAwait(false);
            call.Error.WriteLine($"{view.Elapsed()}  The engine runs, with its data in {call.Engine.Data.Location}");
        }

        await EnsureModelAsync(call, cancellationToken).ConfigureAwait(false);
        var done = await call.Model.DeployBundleAsync(bundle, cancellationToken).ConfigureAwait(false);
        foreach (var message in done.Messages)
        {
            call.Error.WriteLine($"{view.Elapsed()}  {message}");
        }

        var status = await new Deployment(call, view, TimeProvider.System)
            .WaitAsync(call.Get(_timeout) ?? TimeSpan.FromMinutes(5), cancellationToken).ConfigureAwait(false);
        call.Error.WriteLine($"{view.Elapsed()}  All units are active");
        call.Error.WriteLine();
        call.Out.Write(StatusTable.Render(status, colours: call.Out.UsesColour));
        if (await CredentialsReader.ReadAsync(call, status, cancellationToken).ConfigureAwait(false) is { } credentials)
        {
            call.Out.WriteLine();
            call.Out.WriteLine("Connect with psql, or from .NET with Npgsql:");
            call.Out.WriteLine();
            call.Out.WriteLine($"  {credentials.Psql}");
            call.Out.WriteLine($"  {credentials.Npgsql}");
        }

        return 0;
    }

    private static async Task EnsureModelAsync(Call call, CancellationToken cancellationToken)
    {
        var models = await call.Engine.GetModelsAsync(cancellationToken).ConfigureAwait(false);
        if (!models.Any(model => model.ShortName == call.Model.Name))
        {
            await call.Engine.AddModelAsync(call.Model.Name, cancellationToken).ConfigureAwait(false);
        }
    }
}
