using System.Text.Json.Serialization;

namespace Howdah.Ops.TestCharm;

/// <summary>The options of <see cref="EverythingCharm"/>.</summary>
internal sealed record EverythingOptions(long Workers, string? Label, bool Fast, double Ratio, string? Ca)
{
    public long Workers { get; } = Workers > 0 ? Workers : throw new InvalidConfigException("workers must be positive");
}

/// <summary>The parameters of its action <c>greet</c>.</summary>
internal sealed record Greeting(string Name, [property: JsonPropertyName("greeting")] string Word, bool Loud)
{
    public string Name { get; } = Name.Length > 0 ? Name : throw new FormatException("there is nobody without a name");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower)]
[JsonSerializable(typeof(EverythingOptions))]
[JsonSerializable(typeof(Greeting))]
internal sealed partial class EverythingJson : JsonSerializerContext;
