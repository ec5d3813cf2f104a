using System.Text.Json;

namespace Howdah.Engine.Charms;

/// <summary>Type of a configuration option.</summary>
public enum OptionType
{
    /// <summary>Text.</summary>
    String,

    /// <summary>A whole number.</summary>
    Int,

    /// <summary>A number.</summary>
    Float,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>The URI of a secret.</summary>
    Secret,
}

/// <summary>A configuration option of a charm.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Default">Its default; null when the option is unset by default.</param>
/// <param name="Description">What it does.</param>
public sealed record ConfigOption(string Name, OptionType Type, JsonElement? Default, string Description);
