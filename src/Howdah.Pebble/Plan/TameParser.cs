using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Howdah.Pebble.Plan;

/// <summary>
/// Refuses YAML that no layer needs and that would take the daemon down with its stack: the library recurses into what is
/// nested, and into keys to hash them, also where an alias makes a key contain itself.
/// </summary>
internal sealed class TameParser(IParser inner) : IParser
{
    private const int Deepest = 50;
    private readonly Stack<Place> _open = new();

    private enum Place
    {
        Item, Key, Value,
    }

    public ParsingEvent? Current => inner.Current;

    public bool MoveNext()
    {
        if (!inner.MoveNext()) return false;
        switch (inner.Current)
        {
            case MappingStart:
                Enter(Place.Key);
                break;
            case SequenceStart:
                Enter(Place.Item);
                break;
            case Scalar or AnchorAlias:
                Pass();
                break;
            case MappingEnd or SequenceEnd:
                _open.Pop();
                break;
        }
        return true;
    }

    private void Enter(Place first)
    {
        Pass();
        _open.Push(first);
        if (_open.Count > Deepest) throw Refused($"nested more than {Deepest} deep");
    }

    // The next node of a mapping is in turn a key and a value.
    private void Pass()
    {
        if (!_open.TryPop(out var place)) return;
        if (place is Place.Key && inner.Current is not Scalar) throw Refused("a key must be a string");
        _open.Push(place switch { Place.Key => Place.Value, Place.Value => Place.Key, _ => Place.Item });
    }

    private YamlException Refused(string message) => new(inner.Current!.Start, inner.Current.End, message);
}
