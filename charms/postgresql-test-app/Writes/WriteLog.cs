using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Howdah.Charms.PostgresqlTestApp.Writes;

/// <summary>What came of the writes so far.</summary>
/// <param name="Tried">The last number that was sent.</param>
/// <param name="Acknowledged">The last number whose insert was acknowledged.</param>
/// <param name="LongestStall">The longest time between two acknowledgements.</param>
/// <param name="Unknown">Numbers whose insert ended with an error: they may be there or not.</param>
internal sealed record WriteState(long Tried, long Acknowledged, TimeSpan LongestStall, IReadOnlyList<long> Unknown)
{
    internal static WriteState None { get; } = new(0, 0, TimeSpan.Zero, []);

    /// <summary>How many were acknowledged.</summary>
    internal long Count => Acknowledged - Unknown.Count(n => n <= Acknowledged);

    /// <summary>Reads what a <see cref="WriteLog"/> has written.</summary>
    /// <param name="head">Its file; null when there is none.</param>
    /// <param name="unknown">Its file of unknown numbers; null when there is none.</param>
    internal static WriteState Parse(string? head, string? unknown)
    {
        var numbers = (head ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return numbers.Length < 3
            ? None
            : new(
                Number(numbers[0]),
                Number(numbers[1]),
                TimeSpan.FromMilliseconds(Number(numbers[2])),
                [.. (unknown ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Number).Distinct()]);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>
/// Keeps a <see cref="WriteState"/> in two files, so that a writer that was killed goes on where it was: before an insert its number is
/// noted as tried, after it as acknowledged. What was only tried when the writer died is unknown.
/// </summary>
internal sealed class WriteLog : IDisposable
{
    internal const string Head = "writes";
    internal const string UnknownNumbers = "unknown";
    private const int Width = 20;

    private readonly SafeFileHandle _head;
    private readonly StreamWriter _unknown;
    private WriteState _state;

    internal WriteLog(string folder)
    {
        var (head, unknown) = (Path.Combine(folder, Head), Path.Combine(folder, UnknownNumbers));
        _state = WriteState.Parse(Find(head), Find(unknown));
        _head = File.OpenHandle(head, FileMode.OpenOrCreate, FileAccess.Write);
        _unknown = new StreamWriter(unknown, append: true) { AutoFlush = true };
        if (_state.Tried > _state.Acknowledged && !_state.Unknown.Contains(_state.Tried))
        {
            Doubt(_state.Tried);
        }
    }

    /// <summary>The next number to write.</summary>
    internal long Begin()
    {
        Save(_state with { Tried = _state.Tried + 1 });
        return _state.Tried;
    }

    /// <summary>The insert of a number was acknowledged.</summary>
    internal void Acknowledge(long number, TimeSpan sinceTheLast) => Save(_state with
    {
        Acknowledged = number,
        LongestStall = sinceTheLast > _state.LongestStall ? sinceTheLast : _state.LongestStall,
    });

    /// <summary>Nobody knows whether the insert of a number was carried out.</summary>
    internal void Doubt(long number)
    {
        _unknown.Write(number.ToString(CultureInfo.InvariantCulture) + "\n");
        _state = _state with { Unknown = [.. _state.Unknown, number] };
    }

    public void Dispose()
    {
        _head.Dispose();
        _unknown.Dispose();
    }

    private static string? Find(string path) => File.Exists(path) ? File.ReadAllText(path) : null;

    private void Save(WriteState state)
    {
        _state = state;
        var text = string.Concat(((long[])[state.Tried, state.Acknowledged, (long)state.LongestStall.TotalMilliseconds])
            .Select(n => n.ToString(CultureInfo.InvariantCulture).PadLeft(Width) + " "));
        RandomAccess.Write(_head, Encoding.ASCII.GetBytes(text), 0);
    }
}
