using System.Diagnostics;
using Howdah.Pebble.Daemon;
using Howdah.Pebble.Identities;
using Howdah.Pebble.Notices;
using Howdah.Pebble.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Howdah.Pebble.Api;

/// <summary>One operation of the API; <c>*</c> in the path stands for any segment.</summary>
internal sealed record Operation(string Method, string Path, Access Access, Func<ApiRequest, Task> Handle);

/// <summary>Finds the operation of a request, checks that the caller may, and answers errors.</summary>
internal sealed class Router(IReadOnlyList<Operation> endpoints, IdentityStore identities, NoticeStore notices)
{
    private const int LoggedTarget = 2000;
    private readonly (Operation Operation, string[] Path)[] _endpoints = [.. endpoints.Select(e => (e, e.Path.Split('/')))];

    public async Task HandleAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await DispatchAsync(context).ConfigureAwait(false);
        }
        catch (ApiException refused) when (!context.Response.HasStarted)
        {
            await Respond.ErrorAsync(context, refused.Status, refused.Message, refused.Kind).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; nobody reads an answer.
        }
        catch (Exception failure) when (!context.Response.HasStarted && failure is not BadHttpRequestException)
        {
            DaemonLog.Write($"Internal error: {failure}");
            await Respond.ErrorAsync(context, 500, failure.Message).ConfigureAwait(false);
        }
        Log(context, Stopwatch.GetElapsedTime(started));
    }

    private async Task DispatchAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var segments = path.StartsWith("/v1/", StringComparison.Ordinal) ? path[4..].Split('/') : [];
        var known = false;
        foreach (var (endpoint, pattern) in _endpoints)
        {
            if (!Matches(pattern, segments)) continue;
            known = true;
            if (!string.Equals(endpoint.Method, context.Request.Method, StringComparison.Ordinal)) continue;
            var caller = Caller.Of(context, identities);
            if (!AccessRule.Allows(endpoint.Access, caller.Transport, caller.Role))
            {
                if (caller.IsKnown) SecurityLog.Refused(caller, path);
                throw new ApiException(401, "access denied", "login-required");
            }
            if (notices.LatestWarning is { } warning) context.Features.Set(new LatestWarning(warning));
            await endpoint.Handle(new ApiRequest(context, caller, segments)).ConfigureAwait(false);
            return;
        }
        throw known ? new ApiException(405, $"method {GoQuote.Quote(context.Request.Method)} not allowed") : ApiException.NotFound("invalid API endpoint requested");
    }

    private static bool Matches(string[] pattern, string[] path)
    {
        if (pattern.Length != path.Length) return false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] is "*" ? path[i].Length == 0 : !string.Equals(pattern[i], path[i], StringComparison.Ordinal)) return false;
        }
        return true;
    }

    private static void Log(HttpContext context, TimeSpan duration)
    {
        var path = context.Request.Path.Value ?? "";
        if (string.Equals(context.Request.Method, "GET", StringComparison.Ordinal)
            && (path is "/v1/system-info" or "/v1/health" || (path.StartsWith("/v1/changes/", StringComparison.Ordinal) && path.Count('/') == 3)))
        {
            return;
        }
        var transport = Caller.TransportOf(context);
        var remote = transport is Transport.Unix ? "" : $"{context.Connection.RemoteIpAddress}:{context.Connection.RemotePort} ";
        var name = transport switch { Transport.Unix => "http+unix", Transport.Https => "https", _ => "http" };
        // As it came: what is decoded could hold a line of the log.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (target.Length > LoggedTarget) target = target[..LoggedTarget] + "...";
        DaemonLog.Write($"{remote}{context.Request.Method} {target} {GoDuration.Format(duration)} {context.Response.StatusCode} ({name})");
    }
}
