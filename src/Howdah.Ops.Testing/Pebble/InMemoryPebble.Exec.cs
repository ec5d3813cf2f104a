using Howdah.Pebble.Client;

namespace Howdah.Ops.Testing;

public sealed partial class InMemoryPebble
{
    private readonly List<ExecMock> execs = [];
    private readonly List<ExecRequest> history = [];

    /// <summary>The commands that were run.</summary>
    public IReadOnlyList<ExecRequest> ExecHistory => history;

    /// <summary>Says what commands do that begin like that.</summary>
    public void AddExec(ExecMock exec)
    {
        lock (guard)
        {
            execs.Add(exec);
        }
    }

    /// <inheritdoc/>
    public Task<PebbleProcess> ExecAsync(ExecRequest request, CancellationToken cancellationToken = default) =>
        AnswerAsync<PebbleProcess>(() =>
        {
            ArgumentNullException.ThrowIfNull(request);
            if (request.Command.Count == 0)
            {
                throw BadRequest("must specify command");
            }

            if (request.ServiceContext is { } context && !Plan.Services.ContainsKey(context))
            {
                throw BadRequest($"context service \"{context}\" not found");
            }

            var exec = execs.Find(e => request.Command.Take(e.Prefix.Count).SequenceEqual(e.Prefix, StringComparer.Ordinal))
                ?? throw BadRequest($"cannot find executable \"{request.Command[0]}\"");
            history.Add(request);
            return new InMemoryProcess(request, exec);
        });
}
