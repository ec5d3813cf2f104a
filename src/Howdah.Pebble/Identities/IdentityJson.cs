using System.Text.Json;

namespace Howdah.Pebble.Identities;

/// <summary>Identities as the API shows them, with their secrets hidden, and as the state file keeps them.</summary>
internal static class IdentityJson
{
    public static void Write(Utf8JsonWriter json, IEnumerable<Identity> identities, bool secrets)
    {
        json.WriteStartObject();
        foreach (var identity in identities)
        {
            json.WriteStartObject(identity.Name);
            json.WriteString("access", identity.Role.Name());
            if (identity.UserId is { } uid) Type(json, "local", () => json.WriteNumber("user-id", uid));
            if (identity.PasswordHash is { } hash)
            {
                Type(json, "basic", () => json.WriteString("password", secrets ? hash : IdentityReader.Hidden));
            }
            if (identity.Certificate is { } cert)
            {
                Type(json, "cert", () => json.WriteString("pem", secrets ? cert.Pem : IdentityReader.Hidden));
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Type(Utf8JsonWriter json, string name, Action fields)
    {
        json.WriteStartObject(name);
        fields();
        json.WriteEndObject();
    }
}
