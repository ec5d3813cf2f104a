using System.Globalization;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Secrets;

namespace Howdah.Server.Client;

/// <summary>Secrets: named by URI, bare id, or a person's own by name.</summary>
public sealed partial class ModelClient
{
    /// <summary>All secrets by bare id, without what they say.</summary>
    public Task<IReadOnlyDictionary<string, SecretDetail>> GetSecretsAsync(CancellationToken cancellationToken) =>
        _engine.GetAsync($"{_root}/secrets", ApiJson.Default.IReadOnlyDictionaryStringSecretDetail, cancellationToken);

    /// <summary>One secret by bare id.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="reveal">Whether to tell what it says.</param>
    /// <param name="revision">The revision to tell; null for the latest.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    public Task<IReadOnlyDictionary<string, SecretDetail>> GetSecretAsync(
        string secret, bool reveal, int? revision, CancellationToken cancellationToken) => _engine.GetAsync(
            $"{PathOf(secret)}?reveal={(reveal ? "true" : "false")}{(revision is { } number ? string.Create(CultureInfo.InvariantCulture, $"&revision={number}") : "")}",
            ApiJson.Default.IReadOnlyDictionaryStringSecretDetail,
            cancellationToken);

    /// <summary>Adds a secret of the model.</summary>
    public Task<SecretAdded> AddSecretAsync(SecretRequest request, CancellationToken cancellationToken) => _engine.PostAsync(
        $"{_root}/secrets", request, ApiJson.Default.SecretRequest, ApiJson.Default.SecretAdded, cancellationToken);

    /// <summary>Changes a secret of the model.</summary>
    public Task UpdateSecretAsync(string secret, SecretRequest request, CancellationToken cancellationToken) =>
        _engine.SendAsync(HttpMethod.Post, PathOf(secret), request, ApiJson.Default.SecretRequest, cancellationToken);

    /// <summary>Removes a secret of the model, or one of its revisions.</summary>
    public Task RemoveSecretAsync(string secret, int? revision, CancellationToken cancellationToken) => _engine.SendAsync(
        HttpMethod.Delete,
        PathOf(secret) + (revision is { } number ? string.Create(CultureInfo.InvariantCulture, $"?revision={number}") : ""),
        cancellationToken);

    /// <summary>Lets applications read a secret of the model.</summary>
    public Task GrantSecretAsync(string secret, IReadOnlyList<string> applications, CancellationToken cancellationToken) => _engine.SendAsync(
        HttpMethod.Post, $"{PathOf(secret)}/grants", new ApplicationsRequest(applications), ApiJson.Default.ApplicationsRequest, cancellationToken);

    /// <summary>Lets applications no longer read a secret of the model.</summary>
    public Task RevokeSecretAsync(string secret, IReadOnlyList<string> applications, CancellationToken cancellationToken) => _engine.SendAsync(
        HttpMethod.Delete, $"{PathOf(secret)}/grants", new ApplicationsRequest(applications), ApiJson.Default.ApplicationsRequest, cancellationToken);

    // A URI may have slashes, of which a path has its own idea.
    private string PathOf(string secret) => $"{_root}/secrets/" + Uri.EscapeDataString(
        secret.StartsWith("secret:", StringComparison.Ordinal) ? secret[(secret.LastIndexOfAny([':', '/']) + 1)..] : secret);
}
