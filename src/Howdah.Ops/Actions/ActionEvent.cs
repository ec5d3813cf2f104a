using System.Text.Json.Serialization.Metadata;

namespace Howdah.Ops;

/// <summary>A person runs an action. Results are sent with one command when the handlers are done.</summary>
public sealed class ActionEvent : CharmEvent
{
    private readonly HookTools tools;
    private readonly ActionMetadata metadata;
    private readonly SortedDictionary<string, string> results = new(StringComparer.Ordinal);
    private ActionParameters? parameters;

    internal ActionEvent(HookTools tools, ActionMetadata metadata, string id)
    {
        this.tools = tools;
        this.metadata = metadata;
        Id = id;
    }

    /// <summary>Name of the action.</summary>
    public string Name => metadata.Name;

    /// <summary>Id of the task.</summary>
    public string Id { get; }

    /// <inheritdoc/>
    public override bool CanDefer => false;

    /// <summary>Why it failed; null while it has not.</summary>
    public string? Failure { get; private set; }

    /// <summary>What it was given, with the defaults of actions.yaml.</summary>
    public ActionParameters Params => parameters ??= new ActionParameters(tools.Json("action-get"));

    /// <summary>
    /// Reads the parameters into a record, which has them all: <c>a-b</c> as <c>AB</c>, nullable when one may be missing. When one is invalid, by its
    /// type or by what the record throws (<see cref="ArgumentException"/>, <see cref="FormatException"/>), the action fails with the reason.
    /// </summary>
    /// <param name="type">The record, of the charm's own <see cref="System.Text.Json.Serialization.JsonSerializerContext"/> (with
    /// <see cref="System.Text.Json.Serialization.JsonKnownNamingPolicy.KebabCaseLower"/>).</param>
    /// <exception cref="InvalidOperationException">Record and actions.yaml do not agree.</exception>
    public T Load<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return DeclaredValues.Of(metadata).Read(Params.Values, type);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            Fail(e.Message);
            throw new EndDispatchException(null);
        }
    }

    /// <summary>Adds a result; a dot in the key nests it.</summary>
    /// <exception cref="ArgumentException">The key is not one, or reserved.</exception>
    public void SetResult(string key, string value)
    {
        ActionResultKey.Check(key);
        results[key] = value;
    }

    /// <summary>Adds results.</summary>
    public void SetResults(IEnumerable<KeyValuePair<string, string>> values)
    {
        foreach (var (key, value) in values)
        {
            SetResult(key, value);
        }
    }

    /// <summary>Shows progress to the person who waits.</summary>
    public void Log(string message) => tools.Run("action-log", "--", message);

    /// <summary>Says that it failed, and why. The hook itself ends well.</summary>
    public void Fail(string message)
    {
        Failure = message;
        tools.Run("action-fail", "--", message);
    }

    internal void Flush()
    {
        if (results.Count > 0)
        {
            tools.Run("action-set", [.. results.Select(r => $"{r.Key}={r.Value}")]);
            results.Clear();
        }
    }
}
