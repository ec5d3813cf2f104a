using System.Text.Json.Nodes;

namespace Howdah.Engine;

/// <summary>A charm to be deployed.</summary>
/// <param name="Charm">Path (<c>./x</c>, <c>/x</c>) of a packed charm, or the name of one that came with Howdah.</param>
public sealed record DeployRequest(string Charm)
{
    /// <summary>Folder that a relative path starts from.</summary>
    public string BaseDirectory { get; init; } = "/";

    /// <summary>Name of the application; null for the charm's.</summary>
    public string? Application { get; init; }

    /// <summary>Number of units.</summary>
    public int Units { get; init; } = 1;

    /// <summary>Configuration as a person typed it.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>True to let the charm use the credentials of the place.</summary>
    public bool Trust { get; init; }

    /// <summary>Instances of a storage for each unit, where it differs from the charm's minimum.</summary>
    public IReadOnlyDictionary<string, int> StorageCounts { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Files or image references for the charm's resources.</summary>
    public IReadOnlyDictionary<string, string> Resources { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>A charm that an application is to be refreshed to.</summary>
public sealed record RefreshRequest
{
    /// <summary>Path of a packed charm, or name of one that came with Howdah; null for the one that has the name of the application's charm.</summary>
    public string? Charm { get; init; }

    /// <summary>Folder that a relative path starts from.</summary>
    public string BaseDirectory { get; init; } = "/";

    /// <summary>True to accept a charm of another name.</summary>
    public bool Switch { get; init; }

    /// <summary>True to give it to units in error too.</summary>
    public bool ForceUnits { get; init; }

    /// <summary>True to let the charm use the credentials of the place from now on.</summary>
    public bool Trust { get; init; }

    /// <summary>Configuration as a person typed it, in addition to what is set.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Files or image references for the charm's resources.</summary>
    public IReadOnlyDictionary<string, string> Resources { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>What is to change of a person's secret; null leaves things as they are.</summary>
public sealed record SecretUpdate
{
    /// <summary>Its new name.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Whether revisions that nobody reads any more go by themselves.</summary>
    public bool? AutoPrune { get; init; }

    /// <summary>All of its values by key, in base64.</summary>
    public Bag? Content { get; init; }

    /// <summary>Says nothing of the content.</summary>
    public override string ToString() => nameof(SecretUpdate);
}

/// <summary>What <c>config</c> shows of an option.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type: <c>string</c>, <c>int</c>, <c>float</c>, <c>boolean</c> or <c>secret</c>.</param>
/// <param name="Description">What it does.</param>
/// <param name="Default">Its default; null for unset.</param>
/// <param name="Value">Its value; null for unset.</param>
/// <param name="Source"><c>user</c>, <c>default</c> or <c>unset</c>.</param>
public sealed record ConfigEntry(string Name, string Type, string Description, JsonNode? Default, JsonNode? Value, string Source);

/// <summary>Which lines of the debug log are wanted.</summary>
public sealed record LogQuery
{
    /// <summary>Entities (<c>postgresql-k8s/0</c>, <c>unit-postgresql-k8s-0</c>, <c>postgresql-k8s</c> for all of its units); none for all.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Entities that are not wanted.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Beginnings of module names; none for all.</summary>
    public IReadOnlyList<string> IncludeModules { get; init; } = [];

    /// <summary>Beginnings of module names that are not wanted.</summary>
    public IReadOnlyList<string> ExcludeModules { get; init; } = [];

    /// <summary>Least severe level: <c>TRACE</c>, <c>DEBUG</c>, <c>INFO</c>, <c>WARNING</c>, <c>ERROR</c>.</summary>
    public string Level { get; init; } = "TRACE";

    /// <summary>How many of the last lines come first; null for all that are kept.</summary>
    public int? Last { get; init; }

    /// <summary>True to go on with new lines, without end.</summary>
    public bool Follow { get; init; }

    /// <summary>Most lines in all; null for any number.</summary>
    public int? Limit { get; init; }
}

/// <summary>A resource of an application's charm.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>file</c> or <c>oci-image</c>.</param>
/// <param name="Description">What it is.</param>
/// <param name="FileName">Name under which the charm finds it; null for an image.</param>
/// <param name="Given">The engine's copy of the file, or the image; null when nothing was given.</param>
public sealed record ResourceEntry(string Name, string Type, string Description, string? FileName, string? Given);

/// <summary>A status that a unit or an application had.</summary>
/// <param name="Type"><c>workload</c>, <c>juju-unit</c> (the agent) or <c>application</c>.</param>
/// <param name="Status">The status.</param>
/// <param name="Message">For people; may be empty.</param>
/// <param name="Since">When it came to be so.</param>
public sealed record StatusEntry(string Type, string Status, string Message, DateTimeOffset Since);

/// <summary>A setting of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Source"><c>model</c> where a person set it, else <c>default</c>.</param>
public sealed record ModelSetting(string Name, string Value, string Source);

/// <summary>A line of the debug log.</summary>
/// <param name="Time">When.</param>
/// <param name="Entity">Whose, <c>unit-postgresql-k8s-0</c>.</param>
/// <param name="Level"><c>TRACE</c>, <c>DEBUG</c>, <c>INFO</c>, <c>WARNING</c>, <c>ERROR</c> or <c>CRITICAL</c>.</param>
/// <param name="Module">Which part said it, <c>unit.postgresql-k8s/0.juju-log</c>.</param>
/// <param name="Text">What it said.</param>
public sealed record LogEntry(DateTimeOffset Time, string Entity, string Level, string Module, string Text);
