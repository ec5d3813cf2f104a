using Howdah.Server.Client.Applications;
using Howdah.Server.Client.Json;

namespace Howdah.Server.Api;

/// <summary>Requests about relations.</summary>
internal static class RelationRequests
{
    /// <summary>Relates two applications.</summary>
    public static async Task AddAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.RelationRequest).ConfigureAwait(false);
        await request.Engine.Controller.AddRelationAsync(request.Part("model"), wanted.First, wanted.Second, request.Aborted).ConfigureAwait(false);
        await request.AnswerAsync(new ChangeSummary([]), ApiJson.Default.ChangeSummary).ConfigureAwait(false);
    }

    /// <summary>Suspends a relation that uses an offer.</summary>
    public static async Task SuspendAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.SuspendRequest).ConfigureAwait(false);
        await request.Model.SuspendRelationAsync(request.Number("id", "relation"), wanted.Reason ?? "", request.Aborted).ConfigureAwait(false);
        await request.DoneAsync().ConfigureAwait(false);
    }

    /// <summary>Resumes it.</summary>
    public static async Task ResumeAsync(Request request)
    {
        await request.Model.ResumeRelationAsync(request.Number("id", "relation"), request.Aborted).ConfigureAwait(false);
        await request.DoneAsync().ConfigureAwait(false);
    }

    /// <summary>Ends a relation.</summary>
    public static async Task RemoveAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.RelationRequest).ConfigureAwait(false);
        await request.Model.RemoveRelationAsync(wanted.First, wanted.Second, request.Aborted).ConfigureAwait(false);
        await request.AnswerAsync(new ChangeSummary([]), ApiJson.Default.ChangeSummary).ConfigureAwait(false);
    }
}
