using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Howdah.Engine.HookCommands;
using Howdah.Engine.HookCommands.Secrets;
using Howdah.Engine.Hooks;
using Howdah.Engine.Journal;
using Howdah.HookTools;

namespace Howdah.Engine.Replay;

/// <summary>
/// Answers hook commands with what was answered when the hook was recorded. The same question asked again gets the next of its answers, or
/// its last one again. What was never asked can't be answered; what is only told is taken without effect.
/// </summary>
internal sealed class RecordedAnswers(string id, HookRecord record, SecretMask mask, HookRecording recording) : IHookAnswers
{
    private static readonly string[] Telling =
    [
        "relation-set", "status-set", "application-version-set", "juju-log", "open-port", "close-port", "state-set", "state-delete", "storage-add",
        "action-set", "action-fail", "action-log", "secret-set", "secret-grant", "secret-revoke", "secret-remove", "leader-set", "juju-reboot",
    ];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<RecordedCall>> _answers = record.Calls
        .GroupBy(Question, StringComparer.Ordinal).ToDictionary(calls => calls.Key, calls => new Queue<RecordedCall>(calls), StringComparer.Ordinal);

    private ImmutableSortedDictionary<string, Models.SecretContent> _given = ImmutableSortedDictionary<string, Models.SecretContent>.Empty;
    private SecretMask _own = new();

    /// <inheritdoc/>
    public string Id => id;

    /// <inheritdoc/>
    public string Unit => record.Unit;

    /// <inheritdoc/>
    public Task<HookResponse> AnswerAsync(HookRequest request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var asked = Hide(RecordedCalls.Of(request, 0, [], []));
            var answer = Find(asked) ?? Invent(asked);
            if (RecordedCalls.GivesSecret(request.Command))
            {
                Learn(request, answer);
            }

            // What is kept of the answer is the masked one, as it is in the record.
            recording.Add(answer with { Arguments = asked.Arguments, Input = asked.Input });
            return Task.FromResult(new HookResponse(
                answer.ExitCode, Reveal(request, answer), Encoding.UTF8.GetBytes(mask.Reveal(answer.Error)))
            {
                OutputFile = OutputFile(request.Args),
            });
        }
    }

    /// <summary>The text without what secrets say, those that this dispatch made up included.</summary>
    public string Hide(string text) => mask.Hide(_own.Hide(text));

    private static string Question(RecordedCall call) => $"{call.CommandLine}\n{call.Input}";

    private RecordedCall Hide(RecordedCall call) => call with
    {
        Arguments = [.. call.Arguments.Select(Hide)], Input = call.Input is null ? null : Hide(call.Input),
    };

    private RecordedCall? Find(RecordedCall asked) =>
        !_answers.TryGetValue(Question(asked), out var answers) ? null
        : answers.Count > 1 ? answers.Dequeue()
        : answers.Peek();

    private static RecordedCall Invent(RecordedCall asked) =>
        Telling.Contains(asked.Command, StringComparer.Ordinal) ? asked
        : asked.Command == "secret-add" ? asked with { Output = $"secret:{SecretId.New(DateTimeOffset.UnixEpoch)}\n" }
        : asked with { ExitCode = 1, Error = $"ERROR the recorded hook did not call: {asked.CommandLine}\n" };

    // How a value is quoted depends on the value, so what a secret says is written anew and not put in the place of its name.
    private byte[] Reveal(HookRequest request, RecordedCall answer)
    {
        if (request.Command != "secret-get" || mask.Named(answer.Output) is not { } named)
        {
            return Encoding.UTF8.GetBytes(mask.Reveal(answer.Output));
        }

        var command = HookCommandTable.Find(request.Command);
        var key = SecretMask.KeyOf(answer.Output.Trim().Trim('"'));
        return SecretReading.Show(named.Id, named.Content, key)
            .Format(ParsedArguments.Parse(command, request.Args).Value("format") ?? command.DefaultFormat);
    }

    // What is made secret here was made up anew by the charm, so its names in the record have to be those of the secret then.
    private void Learn(HookRequest request, RecordedCall answer)
    {
        var named = request.Command == "secret-add" ? answer.Output : request.Args.FirstOrDefault(argument => argument[0] != '-') ?? "";
        var secret = named.Trim()[(named.Trim().LastIndexOfAny([':', '/']) + 1)..];
        var revision = record.Writes.FirstOrDefault(write => write.What == $"secret:{secret}" && write.Key == "revision")?.After;
        try
        {
            var invocation = new Invocation(null!, ParsedArguments.Parse(HookCommandTable.Find(request.Command), request.Args), request);
            var content = SecretArguments.Content(invocation, invocation.Args.Positional.Skip(request.Command == "secret-add" ? 0 : 1));
            var number = int.TryParse(revision, CultureInfo.InvariantCulture, out var known) ? known : 1;
            _given = _given.SetItem(secret, new Models.SecretContent(secret, ImmutableSortedDictionary<int, Bag>.Empty.Add(number, content)));
            _own = new SecretMask(_given);
        }
        catch (HookCommandException)
        {
            // Wrong arguments: it was refused then as it is now, and made nothing secret.
        }
    }

    private static string? OutputFile(IReadOnlyList<string> arguments)
    {
        var flag = arguments.Index().Where(argument => argument.Item is "-o" or "--output").Select(argument => argument.Index + 1);
        return flag.Select(arguments.ElementAtOrDefault).FirstOrDefault()
            ?? arguments.FirstOrDefault(argument => argument.StartsWith("--output=", StringComparison.Ordinal))?["--output=".Length..];
    }
}
