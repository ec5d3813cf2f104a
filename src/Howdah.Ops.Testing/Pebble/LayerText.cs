namespace Howdah.Ops.Testing;

/// <summary>Compares parts of layers by what Pebble would be told.</summary>
internal static class LayerText
{
    public static bool Same(Service a, Service b) => string.Equals(Text(a), Text(b), StringComparison.Ordinal);

    private static string Text(Service service) =>
        new Layer { Services = new Dictionary<string, Service>(StringComparer.Ordinal) { ["s"] = service } }.ToYaml();
}
