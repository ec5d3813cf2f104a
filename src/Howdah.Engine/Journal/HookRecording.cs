using Howdah.HookTools;

namespace Howdah.Engine.Journal;

/// <summary>What a dispatch asks and prints, collected in memory while it runs and bounded in size.</summary>
internal sealed class HookRecording
{
    private const int MostText = 64 << 10;
    private const int MostCharacters = 1 << 20;

    private readonly Lock _lock = new();
    private readonly List<RecordedCall> _calls = [];
    private readonly List<RecordedLine> _output = [];
    private int _characters;
    private int _leftOut;

    /// <summary>The variables that the dispatch was given.</summary>
    public Dictionary<string, string> Environment { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Content of the charm's state file when it began; null for none.</summary>
    public string? State { get; set; }

    /// <summary>Hides what the dispatch itself gave to secrets, which may never come to be.</summary>
    public SecretMask Own { get; set; } = new();

    /// <summary>Takes a hook command with its answer.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="response">What was answered.</param>
    /// <param name="maskedOutput">What is to be kept in the place of the answer when that is what a secret says.</param>
    public void Add(HookRequest request, HookResponse response, byte[]? maskedOutput)
    {
        Add(RecordedCalls.Of(request, response.ExitCode, maskedOutput ?? response.Stdout, response.Stderr));
    }

    /// <summary>Takes a hook command.</summary>
    public void Add(RecordedCall call)
    {
        Add(_calls, Clip(call), call.Command.Length + call.Arguments.Sum(argument => argument.Length)
            + (call.Input?.Length ?? 0) + call.Output.Length + call.Error.Length);
    }

    /// <summary>Takes a line that was printed.</summary>
    public void Add(RecordedLine line) => Add(_output, line with { Text = Clip(line.Text) }, line.Text.Length + 16);

    /// <summary>The record with what was collected so far.</summary>
    public HookRecord Fill(HookRecord record)
    {
        lock (_lock)
        {
            return record with
            {
                Environment = new SortedDictionary<string, string>(Environment, StringComparer.Ordinal),
                State = State,
                Calls = [.. _calls],
                Output = [.. _output],
                LeftOut = _leftOut,
            };
        }
    }

    private void Add<T>(List<T> list, T item, int characters)
    {
        lock (_lock)
        {
            var size = Math.Min(characters, 4 * MostText);
            if (_characters + size > MostCharacters)
            {
                _leftOut++;
                return;
            }

            _characters += size;
            list.Add(item);
        }
    }

    private static RecordedCall Clip(RecordedCall call) => call with
    {
        Arguments = [.. call.Arguments.Select(Clip)],
        Input = call.Input is null ? null : Clip(call.Input),
        Output = Clip(call.Output),
        Error = Clip(call.Error),
    };

    private static string Clip(string text) => text.Length <= MostText
        ? text
        : string.Create(null, $"{text.AsSpan(0, MostText)}… ({text.Length - MostText} more characters)");
}
