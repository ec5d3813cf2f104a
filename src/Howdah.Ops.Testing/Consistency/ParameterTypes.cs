using System.Text.Json;
using System.Text.Json.Nodes;

namespace Howdah.Ops.Testing;

/// <summary>Whether a value is of a JSON schema type.</summary>
internal static class ParameterTypes
{
    public static bool Fits(string type, JsonNode? value) => (type, value?.GetValueKind()) switch
    {
        ("", _) => true,
        ("string", JsonValueKind.String) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer" or "number", JsonValueKind.Number) => true,
        ("array", JsonValueKind.Array) => true,
        ("object", JsonValueKind.Object) => true,
        _ => false,
    };
}
