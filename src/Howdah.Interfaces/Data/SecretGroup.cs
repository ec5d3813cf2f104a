namespace Howdah.Interfaces;

/// <summary>Fields that travel in one secret, whose URI is in the databag under <see cref="Key"/>.</summary>
internal sealed record SecretGroup(string Name, IReadOnlyList<string> Fields)
{
    public static readonly SecretGroup User =
        new("user", [DataField.Username, DataField.Password, DataField.Uris, DataField.ReadOnlyUris]);

    public static readonly SecretGroup Tls = new("tls", [DataField.Tls, DataField.TlsCa]);

    /// <summary>Of a pooler's clients: a field each, so that their names are not known beforehand.</summary>
    public static readonly SecretGroup Pooled = new("pooled", []);

    /// <summary>Of an account in a directory.</summary>
    public static readonly SecretGroup Bind = new("bind", [DataField.Password]) { Key = "bind_password_secret" };

    /// <summary>Those whose fields a client may ask for.</summary>
    public static readonly IReadOnlyList<SecretGroup> OnRequest = [User, Tls];

    public static readonly IReadOnlyList<SecretGroup> All = [User, Tls, Pooled, Bind];

    /// <summary>Field of the databag that has the secret's URI.</summary>
    public string Key { get; init; } = $"secret-{Name}";

    /// <summary>Label of the secret, on either side.</summary>
    public string Label(string endpoint, int relation) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{endpoint}.{relation}.{Name}.secret");
}
