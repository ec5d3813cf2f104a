using System.Text.Json;

namespace Howdah.Server.Client.Applications;

/// <summary>An application's options, in the shape of <c>juju config --format json</c>.</summary>
/// <param name="Application">Name of the application.</param>
/// <param name="Charm">Name of its charm.</param>
/// <param name="Settings">Options by name.</param>
public sealed record ApplicationConfig(string Application, string Charm, IReadOnlyDictionary<string, ConfigSetting> Settings);

/// <summary>An option.</summary>
public sealed record ConfigSetting
{
    /// <summary>Its default, when it has one.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Where its value comes from: <c>default</c>, <c>user</c> or <c>unset</c>.</summary>
    public required string Source { get; init; }

    /// <summary><c>string</c>, <c>int</c>, <c>float</c>, <c>boolean</c> or <c>secret</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Its value, when it has one.</summary>
    public JsonElement? Value { get; init; }
}

/// <summary>Asks for changes of options.</summary>
/// <param name="Set">New values as they were typed.</param>
/// <param name="Reset">Options that go back to their defaults.</param>
public sealed record ConfigRequest(IReadOnlyDictionary<string, string> Set, IReadOnlyList<string> Reset);
