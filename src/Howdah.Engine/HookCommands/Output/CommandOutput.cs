using System.Text;
using System.Text.Json.Nodes;

namespace Howdah.Engine.HookCommands.Output;

/// <summary>What a hook command has to say: a value to be formatted, or text as it is.</summary>
internal sealed record CommandOutput(bool HasValue, JsonNode? Value, string Text, string Note)
{
    public static readonly CommandOutput Nothing = new(false, null, "", "");

    /// <summary>What is recorded in the place of the output when that is what a secret says; null for the output itself.</summary>
    public CommandOutput? Recorded { get; init; }

    /// <summary>A value, printed in the format that the caller asked for.</summary>
    public static CommandOutput Of(JsonNode? value) => new(true, value, "", "");

    /// <summary>Text, printed as it is.</summary>
    public static CommandOutput Raw(string text) => new(false, null, text, "");

    /// <summary>The bytes for standard output.</summary>
    public byte[] Format(string format) => Encoding.UTF8.GetBytes(!HasValue ? Text : format switch
    {
        "json" => JsonText.Write(Value) + "\n",
        "yaml" => YamlWriter.Write(Value),
        _ => SmartText.Write(Value),
    });
}
