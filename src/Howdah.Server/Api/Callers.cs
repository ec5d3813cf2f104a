using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Howdah.Server.Api;

/// <summary>Finds out who calls, and refuses what that caller may not do.</summary>
internal static class Callers
{
    private const string Scheme = "Bearer ";

    /// <summary>Answers by the route's handler if the caller may call it.</summary>
    /// <exception cref="AccessException">It may not.</exception>
    public static Task AdmitAsync(Request request, Route route)
    {
        var caller = Of(request);
        return caller.May(route.Access, request.Part("model"), request.Unit)
            ? route.Handler(request)
            : throw new AccessException(
                StatusCodes.Status403Forbidden, $"unit \"{((Caller.Unit)caller).Name}\" may not {route.Method} {request.Http.Request.Path}; only an operator may");
    }

    // Only the engine's owner gets to the socket, which has no address; whoever comes from elsewhere has to show a token.
    private static Caller Of(Request request)
    {
        if (request.Http.Connection.LocalIpAddress is null && request.Http.Features.Get<ITlsHandshakeFeature>() is null)
        {
            return new Caller.Operator();
        }

        var header = request.Http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.Ordinal))
        {
            throw new AccessException(StatusCodes.Status401Unauthorized, "a token is needed; 'howdah remote-access' gives one");
        }

        var subject = request.Engine.Remote!.Tokens.Read(header[Scheme.Length..], out var isOperator);
        if (isOperator)
        {
            return new Caller.Operator();
        }

        var model = subject is { } unit
            ? request.Engine.Controller.Models.FirstOrDefault(each => each.Snapshot.Model.Uuid == unit.ModelUuid && each.Snapshot.Units.ContainsKey(unit.Unit))
            : null;
        return model is null
            ? throw new AccessException(StatusCodes.Status401Unauthorized, "the token is not of this engine, or its unit is gone")
            : new Caller.Unit(model.Name, subject!.Value.Unit);
    }
}

/// <summary>The caller may not do this.</summary>
/// <param name="status">The HTTP status, 401 or 403.</param>
/// <param name="message">Why not, and who may.</param>
internal sealed class AccessException(int status, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;
}
