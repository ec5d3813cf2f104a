namespace Howdah.Ops;

/// <summary>The variables that a dispatch is started with (Juju contract 2.2, 2.3).</summary>
/// <param name="variables">Name to value; those that are not set are absent.</param>
public sealed class HookEnvironment(IReadOnlyDictionary<string, string> variables)
{
    /// <summary>All of them.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; } = variables;

    /// <summary>Folder of the charm.</summary>
    public string CharmDirectory => Find("JUJU_CHARM_DIR") ?? Find("CHARM_DIR") ?? System.Environment.CurrentDirectory;

    /// <summary><c>hooks/install</c>, <c>actions/get-primary</c>.</summary>
    public string DispatchPath => Find("JUJU_DISPATCH_PATH") ?? "";

    /// <summary>Name of the action, or null in a hook.</summary>
    public string? ActionName =>
        DispatchPath.StartsWith("actions/", StringComparison.Ordinal) ? DispatchPath["actions/".Length..] : null;

    /// <summary>Name of the hook as Juju writes it, <c>db-relation-changed</c>; null in an action.</summary>
    public string? HookName => ActionName is null && DispatchPath.Length > 0 ? Path.GetFileName(DispatchPath) : null;

    /// <summary><c>app/0</c>.</summary>
    public string UnitName => Require("JUJU_UNIT_NAME");

    /// <summary>Name of the model.</summary>
    public string ModelName => Find("JUJU_MODEL_NAME") ?? "";

    /// <summary>Id of the model.</summary>
    public string ModelUuid => Find("JUJU_MODEL_UUID") ?? "";

    /// <summary>Version of the agent.</summary>
    public string JujuVersion => Find("JUJU_VERSION") ?? "0.0.0";

    /// <summary>The variables of this process.</summary>
    public static HookEnvironment FromProcess()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        return new HookEnvironment(variables);
    }

    /// <summary>The value, or null when it is not set or empty.</summary>
    public string? Find(string name) => Variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">It is not set.</exception>
    public string Require(string name) =>
        Find(name) ?? throw new InvalidOperationException($"Missing required environment variable: {name}");
}
