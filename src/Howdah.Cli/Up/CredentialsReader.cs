using System.Text.Json;
using Howdah.Cli.Invocation;
using Howdah.Cli.Operations;
using Howdah.Server.Client.Operations;
using Howdah.Server.Client.Status;

namespace Howdah.Cli.Up;

/// <summary>Asks the model's data-integrator how a client reaches the database.</summary>
internal static class CredentialsReader
{
    private const string Charm = "data-integrator";
    private const string Action = "get-credentials";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>The credentials; null when the model has no data-integrator, or it has none yet.</summary>
    public static async Task<Credentials?> ReadAsync(Call call, FullStatus status, CancellationToken cancellationToken)
    {
        var unit = status.Applications.Values
            .Where(application => application.CharmName == Charm)
            .SelectMany(application => application.Units?.Keys ?? [])
            .FirstOrDefault();
        if (unit is null)
        {
            return null;
        }

        using var none = JsonDocument.Parse("{}");
        var operation = await call.Model.RunActionAsync(new ActionRequest([unit], Action, none.RootElement), cancellationToken).ConfigureAwait(false);
        var results = await OperationFollower.WaitAsync(call, operation, Timeout, showLog: false, cancellationToken).ConfigureAwait(false);
        return results.TryGetValue(unit, out var task) ? Credentials.From(task, status) : null;
    }
}
