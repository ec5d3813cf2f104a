using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Howdah.Engine;
using Howdah.Engine.Models;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Operations;
using Howdah.Server.Views;

namespace Howdah.Server.Api;

/// <summary>Requests about actions and commands in hook contexts.</summary>
internal static class OperationRequests
{
    /// <summary>Asks for an action.</summary>
    public static async Task RunActionAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.ActionRequest).ConfigureAwait(false);
        var parameters = JsonObject.Create(wanted.Parameters) ?? throw new JsonException("the parameters are no JSON object");
        var model = request.Model;
        var operation = await model.RunActionAsync(wanted.Units, wanted.Action, parameters, request.Aborted).ConfigureAwait(false);
        await AnswerAsync(request, model, operation).ConfigureAwait(false);
    }

    /// <summary>Asks for a command in a hook context.</summary>
    public static async Task RunHookCommandAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.HookCommandRequest).ConfigureAwait(false);
        var model = request.Model;
        var operation = await model.ExecAsync(wanted.Units, wanted.Command, request.Aborted).ConfigureAwait(false);
        await AnswerAsync(request, model, operation).ConfigureAwait(false);
    }

    /// <summary>All operations.</summary>
    public static Task ListAsync(Request request)
    {
        var snapshot = request.Model.Snapshot;
        return request.AnswerAsync(
            [.. snapshot.Operations.Values.Select(operation => OperationView.Of(snapshot, operation))], ApiJson.Default.IReadOnlyListOperationDetail);
    }

    /// <summary>One operation.</summary>
    public static Task GetAsync(Request request) => AnswerAsync(request, request.Model, Find(request));

    /// <summary>One task.</summary>
    public static Task GetTaskAsync(Request request) =>
        request.Model.Snapshot.Tasks.TryGetValue(request.Number("id", "task"), out var task)
            ? request.AnswerAsync(OperationView.Of(task), ApiJson.Default.TaskDetail)
            : throw new EngineException(EngineErrorKind.NotFound, $"task \"{request.Part("id")}\" not found");

    /// <summary>What the tasks of an operation log, as they log it, and their results.</summary>
    public static Task WatchAsync(Request request)
    {
        var model = request.Model;
        var operation = Find(request);
        return request.StreamAsync(end => WatchAsync(model, operation, end), ApiJson.Default.OperationEvent);
    }

    private static async IAsyncEnumerable<OperationEvent> WatchAsync(
        ModelService model, OperationRecord operation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = Channel.CreateUnbounded<OperationEvent>(new UnboundedChannelOptions { SingleReader = true });
        var watching = Task.WhenAll(operation.Tasks.Select(id => WatchAsync(model, id, events.Writer, cancellationToken)));
        _ = watching.ContinueWith(done => events.Writer.TryComplete(done.Exception?.InnerException), TaskScheduler.Default);
        await foreach (var item in events.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }

    private static async Task WatchAsync(ModelService model, int id, ChannelWriter<OperationEvent> events, CancellationToken cancellationToken)
    {
        var told = 0;
        await foreach (var task in model.WatchTaskAsync(id, cancellationToken).ConfigureAwait(false))
        {
            var detail = OperationView.Of(task);
            for (; told < task.Log.Length; told++)
            {
                var line = task.Log[told];
                await events.WriteAsync(
                    new OperationEvent { Task = detail.Id, Log = new Client.Operations.TaskLogLine(line.Time, line.Text) }, cancellationToken).ConfigureAwait(false);
            }

            if (task.IsOver)
            {
                await events.WriteAsync(new OperationEvent { Task = detail.Id, Result = detail }, cancellationToken).ConfigureAwait(false);
                return;
            }
        }
    }

    private static OperationRecord Find(Request request) =>
        request.Model.Snapshot.Operations.TryGetValue(request.Number("id", "operation"), out var operation)
            ? operation
            : throw new EngineException(EngineErrorKind.NotFound, $"operation \"{request.Part("id")}\" not found");

    private static Task AnswerAsync(Request request, ModelService model, OperationRecord operation) =>
        request.AnswerAsync(OperationView.Of(model.Snapshot, operation), ApiJson.Default.OperationDetail);
}
