using System.Text.Json.Serialization;

namespace Howdah.Ops.Tests.Configuration;

/// <summary>A record that has the options of <see cref="ConfigTests"/>.</summary>
internal sealed record Agreeing(string Text, long Count, double Ratio, bool Flag, string? Unset, string? Ca)
{
    public long Count { get; } = Count < 100 ? Count : throw new InvalidConfigException("count must be less than 100");
}

/// <summary>A record that has some of them, and others.</summary>
internal sealed record Disagreeing(string? Text, string Count, long? Other, string? Unset, string Ca);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower)]
[JsonSerializable(typeof(Agreeing))]
[JsonSerializable(typeof(Disagreeing))]
internal sealed partial class RecordsJson : JsonSerializerContext;
