using System.Globalization;

namespace Howdah.Ops;

/// <summary>A secret. Its content never goes into logs, statuses, arguments or plain databags.</summary>
public sealed class Secret
{
    private readonly ModelContext context;
    private IReadOnlyDictionary<string, string>? content;
    private bool isLatest;
    private string? id;

    internal Secret(ModelContext context, string? id, string? label, IReadOnlyDictionary<string, string>? content)
    {
        this.context = context;
        this.id = id;
        this.content = content;
        isLatest = content is not null;
        Label = label;
    }

    /// <summary>Its URI. A secret that was found by its label asks for it when it is needed (its owner can).</summary>
    public string Id => id ??= GetInfo().Id;

    /// <summary>Its label, when known.</summary>
    public string? Label { get; }

    /// <summary>
    /// The revision that this unit tracks; read once. Its owner tracks one too: in later hooks it sees what it
    /// wrote with <see cref="Refresh"/>.
    /// </summary>
    public IReadOnlyDictionary<string, string> GetContent() => content ??= Read();

    /// <summary>The latest revision, tracked from now on.</summary>
    public IReadOnlyDictionary<string, string> Refresh()
    {
        content = Read("--refresh");
        isLatest = true;
        return content;
    }

    /// <summary>The latest revision, without tracking it.</summary>
    public IReadOnlyDictionary<string, string> Peek() => Read("--peek");

    /// <summary>Replaces the content, as a new revision. The same content as before makes none.</summary>
    public void SetContent(IReadOnlyDictionary<string, string> value)
    {
        using var files = new SecretFiles(value);
        context.Tools.Run("secret-set", [Id, .. files.Arguments]);
        content = new Dictionary<string, string>(value, StringComparer.Ordinal);
        isLatest = true;
    }

    /// <summary>Reads it if it was not read in this dispatch, or is to be the latest revision and may not be.</summary>
    internal void EnsureRead(bool refresh) => _ = refresh && !isLatest ? Refresh() : GetContent();

    /// <summary>Replaces what is known about it; what is null stays.</summary>
    public void SetOptions(SecretOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        context.Tools.Run("secret-set", [.. options.Arguments, Id]);
    }

    /// <summary>Lets the other application of a relation (or one unit of it) read it.</summary>
    public void Grant(Relation relation, string? unit = null)
    {
        ArgumentNullException.ThrowIfNull(relation);
        context.Tools.Run("secret-grant", [Id, "-r", relation.Key, .. Unit(unit)]);
    }

    /// <summary>Takes that back.</summary>
    public void Revoke(Relation relation, string? unit = null)
    {
        ArgumentNullException.ThrowIfNull(relation);
        context.Tools.Run("secret-revoke", [Id, "-r", relation.Key, .. Unit(unit)]);
    }

    /// <summary>Removes one revision.</summary>
    public void RemoveRevision(int revision) =>
        context.Tools.Run("secret-remove", Id, "--revision", revision.ToString(CultureInfo.InvariantCulture));

    /// <summary>Removes it, with all revisions.</summary>
    public void RemoveAll() => context.Tools.Run("secret-remove", Id);

    /// <summary>What its owner knows about it.</summary>
    public SecretInfo GetInfo() => SecretInfo.Parse(
        context.Tools.Json("secret-info-get", id is not null ? [id] : ["--label", Label!]), context.Environment.ModelUuid);

    internal static bool SameId(string a, string b) => string.Equals(BareId(a), BareId(b), StringComparison.Ordinal);

    internal static string BareId(string id) => id[(id.LastIndexOfAny([':', '/']) + 1)..];

    private Dictionary<string, string> Read(params IReadOnlyList<string> flags) =>
        context.Tools.Map("secret-get", id is not null
            ? [id, .. Label is null ? [] : new[] { "--label", Label }, .. flags]
            : ["--label", Label!, .. flags]);

    private static IReadOnlyList<string> Unit(string? unit) => unit is null ? [] : ["--unit", unit];
}
