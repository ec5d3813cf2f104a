using Howdah.Cli.Invocation;
using Howdah.Server.Client.Errors;
using Howdah.Server.Client.Status;

namespace Howdah.Cli.WaitFor;

/// <summary>Waits until a query about a model is true. The engine pushes every change, so it returns at once when it becomes true.</summary>
internal static class Waiter
{
    /// <summary>Waits.</summary>
    /// <param name="call">Whom to ask.</param>
    /// <param name="query">The query's text.</param>
    /// <param name="timeout">How long to wait at most.</param>
    /// <param name="scope">What the query can name, made from a status.</param>
    /// <param name="describe">How it is at the moment, for people.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="CliException">The time is over, or the query makes no sense.</exception>
    public static async Task WaitAsync(
        Call call,
        string query,
        TimeSpan timeout,
        Func<FullStatus, IReadOnlyDictionary<string, object>> scope,
        Func<FullStatus, string> describe,
        CancellationToken cancellationToken)
    {
        var parsed = Parse(query);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        var said = "";
        try
        {
            await foreach (var status in call.Model.WatchStatusAsync(deadline.Token).ConfigureAwait(false))
            {
                var now = describe(status);
                if (now != said)
                {
                    call.Error.WriteLine(now);
                    said = now;
                }

                if (QueryEvaluator.IsTrue(parsed, scope(status)))
                {
                    return;
                }
            }

            if (QueryEvaluator.IsTrue(parsed, scope(QueryScopes.Missing(call.Model.Name))))
            {
                return;
            }
        }
        catch (HowdahException problem) when (problem.Kind == ErrorKinds.NotFound)
        {
            if (!QueryEvaluator.IsTrue(parsed, scope(QueryScopes.Missing(call.Model.Name))))
            {
                throw;
            }

            return;
        }
        catch (QueryException problem)
        {
            throw new CliException($"query {query}: {problem.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliException($"timed out after {timeout.TotalSeconds:0.#} s waiting for {query}; {(said.Length == 0 ? "nothing is known" : said)}");
        }

        throw new CliException($"model \"{call.Model.Name}\" went away while waiting for {query}; {said}");
    }

    private static QueryExpression Parse(string query)
    {
        try
        {
            return QueryParser.Parse(query);
        }
        catch (QueryException problem)
        {
            throw CliException.BadUsage($"query {query}: {problem.Message}");
        }
    }
}
