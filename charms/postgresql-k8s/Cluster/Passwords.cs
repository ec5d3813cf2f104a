using Howdah.Interfaces;
using Howdah.Ops;

namespace Howdah.Charms.PostgresqlK8s.Cluster;

/// <summary>The passwords of the system users, in one secret of the application.</summary>
internal sealed class Passwords
{
    private const int Longest = 512;

    private readonly Secret? _secret;
    private IReadOnlyDictionary<string, string> _content;

    /// <summary>Passwords by the keys of the secret.</summary>
    internal Passwords(IReadOnlyDictionary<string, string> content) => _content = content;

    private Passwords(Secret secret)
        : this(secret.GetContent()) => _secret = secret;

    /// <summary>A user's password.</summary>
    internal string this[string user] => _content[SystemUsers.PasswordKey(user)];

    /// <summary>The CAs by which those who log in verify members; null while members are not verified.</summary>
    internal string? Trusted { get; set; }

    internal Credentials Of(string user) => new(user, this[user]) { Trusted = Trusted };

    /// <summary>Why a password that a person chose cannot be one; null when it can.</summary>
    internal static string? Refusal(string password) => password switch
    {
        "" => "The password is empty",
        { Length: > Longest } => $"The password has {password.Length} characters; {Longest} are the most",
        _ when password.Any(c => c is < ' ' or > '~') => "The password has characters other than printable ASCII",
        _ => null,
    };

    /// <summary>The passwords, made by the leader when there are none; null while a unit that does not lead has to wait for them.</summary>
    internal static Passwords? Ensure(CharmModel model, Peers peers)
    {
        var label = $"{Peers.Endpoint}.{model.App.Name}.app";
        if (!model.Unit.IsLeader)
        {
            return peers.SecretId is { } id ? new Passwords(model.GetSecret(id, label, refresh: true)) : null;
        }

        if (model.FindSecret(label, refresh: true) is not { } secret)
        {
            secret = model.App.AddSecret(Missing(new Dictionary<string, string>(StringComparer.Ordinal)), new() { Label = label });
        }
        else if (Missing(secret.GetContent()) is { Count: > 0 } missing)
        {
            secret.SetContent(new Dictionary<string, string>(secret.GetContent().Concat(missing), StringComparer.Ordinal));
        }

        if (peers.SecretId is null)
        {
            peers.SetSecretId(secret.Id);
        }

        return new Passwords(secret);
    }

    /// <summary>Replaces one; only on the leader.</summary>
    internal void Set(string user, string password)
    {
        _content = new Dictionary<string, string>(_content, StringComparer.Ordinal) { [SystemUsers.PasswordKey(user)] = password };
        _secret?.SetContent(_content);
    }

    private static Dictionary<string, string> Missing(IReadOnlyDictionary<string, string> content) =>
        SystemUsers.All.Select(SystemUsers.PasswordKey).Where(key => !content.ContainsKey(key))
            .ToDictionary(key => key, _ => GeneratedPassword.Create(), StringComparer.Ordinal);
}
