using System.Collections.Concurrent;
using System.Collections.Immutable;
using Howdah.Engine.Changes;
using Howdah.Engine.Models;

namespace Howdah.Engine.Journal;

/// <summary>The journals of a model's units.</summary>
/// <param name="directory">The model's folder.</param>
/// <param name="options">How much is kept.</param>
internal sealed class ModelJournal(string directory, ControllerOptions options)
{
    private readonly ConcurrentDictionary<string, UnitJournal> _units = new(StringComparer.Ordinal);
    private (ImmutableSortedDictionary<string, SecretContent> Secrets, SecretMask Mask) _mask =
        (ImmutableSortedDictionary<string, SecretContent>.Empty, new SecretMask());

    /// <summary>The journal of a unit.</summary>
    public UnitJournal Of(string unit) => _units.GetOrAdd(unit, name => new UnitJournal(
        Path.Combine(directory, Names.Tag(name)), options.JournalRecords, options.JournalBytes));

    /// <summary>Hides what the model's secrets say. Made anew only when they changed.</summary>
    public SecretMask MaskOf(ModelSnapshot model)
    {
        var known = _mask;
        if (!ReferenceEquals(known.Secrets, model.SecretContents))
        {
            known = (model.SecretContents, new SecretMask(model.SecretContents));
            _mask = known;
        }

        return known.Mask;
    }

    /// <summary>Forgets a unit that is gone.</summary>
    public void Forget(string unit)
    {
        Of(unit).Delete();
        _units.TryRemove(unit, out _);
    }

    /// <summary>Forgets all units.</summary>
    public void Delete()
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
