using System.Runtime.CompilerServices;
using System.Text.Json;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Status;
using Howdah.Server.Views;

namespace Howdah.Server.Api;

/// <summary>Requests for the status of a model.</summary>
internal static class StatusRequests
{
    /// <summary>The status now; with <c>watch=true</c> now and after every change that can be seen in it.</summary>
    public static Task GetAsync(Request request) => request.Flag("watch")
        ? request.StreamAsync(end => WatchAsync(request, end), ApiJson.Default.FullStatus)
        : request.AnswerAsync(StatusView.Of(request.Model.Snapshot, request.Engine, DateTimeOffset.Now), ApiJson.Default.FullStatus);

    private static async IAsyncEnumerable<FullStatus> WatchAsync(Request request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[] before = [];
        await foreach (var snapshot in request.Model.WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            // Much changes in a model that a status does not show: databags, renewed leases. The clock alone is no change either.
            var status = StatusView.Of(snapshot, request.Engine, DateTimeOffset.Now);
            var seen = JsonSerializer.SerializeToUtf8Bytes(status with { Controller = new ControllerStatus("") }, ApiJson.Default.FullStatus);
            if (!seen.AsSpan().SequenceEqual(before))
            {
                before = seen;
                yield return status;
            }
        }
    }
}
