using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Howdah.Server.Client.Json;

namespace Howdah.Cli.Output;

/// <summary>The <c>--format</c> option, and printing by it.</summary>
internal static class OutputFormat
{
    /// <summary>A table or other text for people.</summary>
    public const string Tabular = "tabular";

    /// <summary>Text for people without structure of its own.</summary>
    public const string Plain = "plain";

    /// <summary>JSON on one line, as Juju prints it.</summary>
    public const string Json = "json";

    /// <summary>Block YAML.</summary>
    public const string Yaml = "yaml";

    /// <summary>Makes the option; the first format is the default.</summary>
    public static Option<string> Option(params string[] formats)
    {
        var option = new Option<string>("--format")
        {
            Description = $"Output format: {string.Join(", ", formats)}",
            HelpName = string.Join('|', formats),
            DefaultValueFactory = _ => formats[0],
        };
        option.AcceptOnlyFromAmong(formats);
        return option;
    }

    /// <summary>Prints a value as JSON or YAML.</summary>
    public static void Print<T>(this Screen screen, string format, T value, JsonTypeInfo<T> type) =>
        screen.Write(Render(format, value, type));

    /// <summary>A value as JSON or YAML text, ending with a newline.</summary>
    public static string Render<T>(string format, T value, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.Serialize(value, Readable(type));
        if (format == Json)
        {
            return json + "\n";
        }

        using var document = JsonDocument.Parse(json);
        return YamlWriter.Write(document.RootElement);
    }

    private static JsonTypeInfo<T> Readable<T>(JsonTypeInfo<T> type) =>
        ApiJson.Readable.GetTypeInfo(typeof(T)) as JsonTypeInfo<T> ?? type;
}
