using System.Text.Json;

namespace Howdah.Ops;

/// <summary>The addresses of a binding.</summary>
/// <param name="BindAddresses">Addresses of this unit to listen on.</param>
/// <param name="IngressAddresses">Addresses under which others reach it.</param>
/// <param name="EgressSubnets">Networks from which its connections come.</param>
public sealed record NetworkInfo(
    IReadOnlyList<string> BindAddresses, IReadOnlyList<string> IngressAddresses, IReadOnlyList<string> EgressSubnets)
{
    /// <summary>The first address to listen on.</summary>
    public string? BindAddress => BindAddresses.Count > 0 ? BindAddresses[0] : null;

    /// <summary>The first address under which others reach it.</summary>
    public string? IngressAddress => IngressAddresses.Count > 0 ? IngressAddresses[0] : null;

    internal static NetworkInfo Parse(JsonElement answer)
    {
        var bind = new List<string>();
        if (answer.TryGetProperty("bind-addresses", out var devices) && devices.ValueKind == JsonValueKind.Array)
        {
            foreach (var device in devices.EnumerateArray())
            {
                if (device.TryGetProperty("addresses", out var addresses) && addresses.ValueKind == JsonValueKind.Array)
                {
                    bind.AddRange(addresses.EnumerateArray().Select(a => Text(a, "value") ?? Text(a, "address") ?? "")
                        .Where(a => a.Length > 0));
                }
            }
        }

        return new NetworkInfo(bind, Texts(answer, "ingress-addresses"), Texts(answer, "egress-subnets"));
    }

    private static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) ? value.GetString() : null;

    private static IReadOnlyList<string> Texts(JsonElement element, string key) =>
        element.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(e => e.GetString()!)]
            : [];
}
