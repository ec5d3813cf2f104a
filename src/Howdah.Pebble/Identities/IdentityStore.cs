using Howdah.Pebble.Native;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Identities;

/// <summary>All identities. A change is made whole or not at all.</summary>
internal sealed class IdentityStore(Action dirty)
{
    private const string Sha512Crypt = "$6$";
    private readonly Lock _gate = new();
    private volatile IReadOnlyDictionary<string, Identity> _all = new SortedDictionary<string, Identity>(StringComparer.Ordinal);

    /// <summary>The identities by name, in the order of the names.</summary>
    public IReadOnlyDictionary<string, Identity> All => _all;

    /// <summary>Takes up what was loaded from the state file.</summary>
    public void Restore(IEnumerable<Identity> identities) =>
        _all = Sorted(identities.ToDictionary(i => i.Name, StringComparer.Ordinal));

    /// <summary>Carries out <c>add</c>, <c>update</c>, <c>replace</c> or <c>remove</c>, and answers what has changed.</summary>
    /// <exception cref="IdentityException">It is refused; nothing has changed.</exception>
    public IReadOnlyList<IdentityChange> Apply(string action, IReadOnlyDictionary<string, IdentityBody?> bodies)
    {
        lock (_gate)
        {
            var before = _all;
            CheckNames(action, bodies, before);
            var after = Sorted(before.ToDictionary(StringComparer.Ordinal));
            List<IdentityChange> changes = [];
            foreach (var (name, body) in bodies.OrderBy(b => b.Key, StringComparer.Ordinal))
            {
                var known = before.GetValueOrDefault(name);
                if (body is not null) after[name] = IdentityReader.Read(name, body, known);
                else if (!after.Remove(name)) continue;
                var step = body is null ? IdentityStep.Deleted : known is null ? IdentityStep.Created : IdentityStep.Updated;
                changes.Add(new IdentityChange(name, step));
            }
            foreach (var same in after.Values.Where(i => i.UserId is not null).GroupBy(i => i.UserId).Where(g => g.Skip(1).Any()))
            {
                var names = string.Join(", ", same.Select(i => i.Name));
                throw new IdentityException($"cannot have multiple identities with user ID {same.Key} ({names})");
            }
            _all = after;
            if (changes.Count > 0) dirty();
            return changes;
        }
    }

    /// <summary>The identity of a local user.</summary>
    public Identity? Local(uint uid) => _all.Values.FirstOrDefault(i => i.UserId == uid);

    /// <summary>The identity of this name, when the password is its own.</summary>
    public Identity? Basic(string name, string password) =>
        _all.TryGetValue(name, out var identity)
        && identity.PasswordHash?.StartsWith(Sha512Crypt, StringComparison.Ordinal) is true
        && !password.Contains('\0', StringComparison.Ordinal)
        && Libc.PasswordMatches(password, identity.PasswordHash) == 1 ? identity : null;

    /// <summary>The identity that has exactly this certificate (DER), which must be valid now.</summary>
    public Identity? Certificate(ReadOnlyMemory<byte> der) =>
        _all.Values.FirstOrDefault(i => i.Certificate is { } own && own.Der.Span.SequenceEqual(der.Span)) is { } identity
        && CertificateCheck.IsValidClient(der) ? identity : null;

    private static SortedDictionary<string, Identity> Sorted(IDictionary<string, Identity> identities) =>
        new(identities, StringComparer.Ordinal);

    private static void CheckNames(
        string action, IReadOnlyDictionary<string, IdentityBody?> bodies, IReadOnlyDictionary<string, Identity> known)
    {
        switch (action)
        {
            case "add":
                CheckNull(action, bodies, mustBe: false);
                Refuse("identities already exist", bodies.Keys.Where(known.ContainsKey));
                break;
            case "update":
                CheckNull(action, bodies, mustBe: false);
                Refuse("identities do not exist", bodies.Keys.Where(n => !known.ContainsKey(n)));
                break;
            case "remove":
                CheckNull(action, bodies, mustBe: true);
                Refuse("identities do not exist", bodies.Keys.Where(n => !known.ContainsKey(n)));
                break;
            case "replace":
                break;
            default:
                throw new IdentityException($"invalid action {GoQuote.Quote(action)}, must be \"add\", \"update\", \"replace\", or \"remove\"");
        }
    }

    private static void CheckNull(string action, IReadOnlyDictionary<string, IdentityBody?> bodies, bool mustBe)
    {
        foreach (var (name, _) in bodies.Where(b => b.Value is null != mustBe).OrderBy(b => b.Key, StringComparer.Ordinal))
        {
            throw new IdentityException($"identity value for {GoQuote.Quote(name)} must {(mustBe ? "" : "not ")}be null for {action} operation");
        }
    }

    private static void Refuse(string problem, IEnumerable<string> names)
    {
        var list = names.Order(StringComparer.Ordinal).ToList();
        if (list.Count > 0) throw new IdentityException($"{problem}: {string.Join(", ", list)}");
    }
}

/// <summary>One identity that a request has changed.</summary>
internal sealed record IdentityChange(string Name, IdentityStep Step);

/// <summary>What happened to an identity.</summary>
internal enum IdentityStep
{
    Created, Updated, Deleted,
}
