using Howdah.Engine;
using Howdah.Server.Client.Json;

namespace Howdah.Server.Api;

/// <summary>Requests for what others need to call over TLS.</summary>
internal static class RemoteRequests
{
    /// <summary>For who operates the engine.</summary>
    public static Task GetAsync(Request request)
    {
        var remote = RemoteOf(request);
        return request.AnswerAsync(remote.With(remote.Tokens.ForOperator()), ApiJson.Default.RemoteAccess);
    }

    /// <summary>For the agent of a unit.</summary>
    public static Task GetForUnitAsync(Request request)
    {
        var remote = RemoteOf(request);
        var unit = request.Model.GetUnit(request.Unit).Name;
        return request.AnswerAsync(remote.With(remote.Tokens.ForUnit(request.Model.Snapshot.Model.Uuid, unit)), ApiJson.Default.RemoteAccess);
    }

    private static Remote RemoteOf(Request request) => request.Engine.Remote
        ?? throw new EngineException(EngineErrorKind.Unavailable, "the engine listens on its socket alone; start it with --listen ADDRESS:PORT");
}
