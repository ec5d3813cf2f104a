using System.CommandLine;
using System.Globalization;
using Howdah.Cli.Invocation;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah scale-application</c>: sets how many units an application has.</summary>
internal sealed class ScaleApplicationCommand : EngineCommand
{
    private readonly Argument<string> _application = new("application") { Description = "Name of the application" };
    private readonly Argument<string> _scale = new("scale") { Description = "How many units there should be" };

    public ScaleApplicationCommand()
        : base("scale-application", "Set how many units an application has", "scale-application postgresql-k8s 5")
    {
        Add(_application);
        Add(_scale);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var text = call.Get(_scale);
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var scale))
        {
            throw CliException.BadUsage($"invalid scale \"{text}\": expected a number");
        }

        if (scale < 0)
        {
            throw new CliException($"scale must be 0 or more, got {scale}");
        }

        var done = await call.Model.ScaleAsync(call.Get(_application), scale, cancellationToken).ConfigureAwait(false);
        call.PrintAll(done.Messages);
        return 0;
    }
}
