using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Howdah.Charms.GlauthK8s;

/// <summary>The options of config.yaml.</summary>
/// <param name="BaseDn">Where the directory begins.</param>
internal sealed partial record GlauthOptions(string BaseDn)
{
    /// <summary>Why the option cannot be; null when it can.</summary>
    internal string? FindRefusal() => Shape().IsMatch(BaseDn)
        ? null
        : $"base_dn is '{BaseDn}'; allowed: dc=NAME, several separated by commas, of letters, digits and dashes";

    [GeneratedRegex("^dc=[A-Za-z0-9-]{1,63}(,dc=[A-Za-z0-9-]{1,63})*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(GlauthOptions))]
internal sealed partial class GlauthJson : JsonSerializerContext;
