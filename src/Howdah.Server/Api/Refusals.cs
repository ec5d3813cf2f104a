using System.Text.Json;
using Howdah.Engine;
using Howdah.Engine.Substrates;
using Howdah.Server.Client.Errors;
using Howdah.Server.Client.Json;

namespace Howdah.Server.Api;

/// <summary>Answers with <c>{"error":{"kind":…,"message":…}}</c> when a request cannot be carried out.</summary>
internal static class Refusals
{
    /// <summary>Carries out a request; whatever goes wrong becomes an answer.</summary>
    public static async Task GuardAsync(Request request, Func<Request, Task> handler)
    {
        try
        {
            await handler(request).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (request.Aborted.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
        catch (Exception error) when (!request.Http.Response.HasStarted)
        {
            var (status, refusal) = Explain(error);
            if (status == StatusCodes.Status500InternalServerError)
            {
                request.Engine.Log.RequestFailed(error, request.Http.Request.Method, request.Http.Request.Path);
            }

            request.Http.Response.StatusCode = status;
            await request.AnswerAsync(new ApiErrorEnvelope(refusal), ApiJson.Default.ApiErrorEnvelope).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // The answer has begun; all that is left is to break it off, so that nobody takes it for whole.
            request.Engine.Log.RequestFailed(error, request.Http.Request.Method, request.Http.Request.Path);
            request.Http.Abort();
        }
    }

    /// <summary>The HTTP status and the words for what went wrong.</summary>
    public static (int Status, ApiError Refusal) Explain(Exception error) => error switch
    {
        EngineException problem => (StatusOf(problem.Kind), new ApiError(KindOf(problem.Kind), problem.Message)),
        SubstrateException problem => (StatusCodes.Status503ServiceUnavailable, new ApiError(ErrorKinds.Unavailable, problem.Message)),
        JsonException problem => (StatusCodes.Status400BadRequest, new ApiError(ErrorKinds.Invalid, $"the request is not understood: {problem.Message}")),
        AccessException problem => (problem.Status, new ApiError(ErrorKinds.Forbidden, problem.Message)),
        BadHttpRequestException problem => (problem.StatusCode, new ApiError(ErrorKinds.Invalid, problem.Message)),
        _ => (StatusCodes.Status500InternalServerError,
            new ApiError(ErrorKinds.Internal, $"the engine failed: {error.Message} (engine.log has the details)")),
    };

    private static int StatusOf(EngineErrorKind kind) => kind switch
    {
        EngineErrorKind.NotFound => StatusCodes.Status404NotFound,
        EngineErrorKind.Invalid => StatusCodes.Status400BadRequest,
        EngineErrorKind.Conflict => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    private static string KindOf(EngineErrorKind kind) => kind switch
    {
        EngineErrorKind.NotFound => ErrorKinds.NotFound,
        EngineErrorKind.Invalid => ErrorKinds.Invalid,
        EngineErrorKind.Conflict => ErrorKinds.Conflict,
        _ => ErrorKinds.Unavailable,
    };
}
