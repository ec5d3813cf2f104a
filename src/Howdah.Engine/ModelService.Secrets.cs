using System.Text;
using Howdah.Engine.Changes;
using Howdah.Engine.HookCommands.Secrets;
using Howdah.Engine.Models;

namespace Howdah.Engine;

/// <summary>Secrets, as a person who administers the model sees and manages them. A secret is named by URI, bare id, or a person's own by name.</summary>
public sealed partial class ModelService
{
    /// <summary>Adds a secret of the model.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="content">Its values by key, in base64.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Its bare id.</returns>
    public async Task<string> AddSecretAsync(string name, string description, Bag content, CancellationToken cancellationToken)
    {
        var id = SecretId.New(_host.Now);
        await _store.CommitAsync(model => UserSecrets.Add(model, id, name, description, content, _host.Now))
            .WaitAsync(cancellationToken).ConfigureAwait(false);
        return id;
    }

    /// <summary>Changes a secret of the model.</summary>
    public Task UpdateSecretAsync(string secret, SecretUpdate update, CancellationToken cancellationToken) =>
        _store.CommitAsync(model => UserSecrets.Update(model, secret, update, _host.Now)).WaitAsync(cancellationToken);

    /// <summary>Removes a secret of the model, or one of its revisions.</summary>
    public Task RemoveSecretAsync(string secret, int? revision, CancellationToken cancellationToken) =>
        _store.CommitAsync(model => UserSecrets.Remove(model, secret, revision)).WaitAsync(cancellationToken);

    /// <summary>Lets applications read a secret of the model, all or none.</summary>
    public Task GrantSecretAsync(string secret, IReadOnlyList<string> applications, CancellationToken cancellationToken) =>
        _store.CommitAsync(model => UserSecrets.Grant(model, secret, applications, isGranted: true)).WaitAsync(cancellationToken);

    /// <summary>Lets applications no longer read a secret of the model.</summary>
    public Task RevokeSecretAsync(string secret, IReadOnlyList<string> applications, CancellationToken cancellationToken) =>
        _store.CommitAsync(model => UserSecrets.Grant(model, secret, applications, isGranted: false)).WaitAsync(cancellationToken);

    /// <summary>What is known of a secret, except what it says.</summary>
    /// <exception cref="EngineException">There is none.</exception>
    public SecretRecord GetSecret(string secret) => UserSecrets.FindAny(Snapshot, secret);

    /// <summary>The values of a secret, by key.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="revision">Its revision; null for the latest.</param>
    /// <exception cref="EngineException">There is no such secret, or no such revision of it.</exception>
    public IReadOnlyDictionary<string, string> RevealSecret(string secret, int? revision)
    {
        var model = Snapshot;
        var record = UserSecrets.FindAny(model, secret);
        return model.SecretContents[record.Id].Revisions.TryGetValue(revision ?? record.Latest, out var content)
            ? content.ToDictionary(pair => pair.Key, pair => Encoding.UTF8.GetString(Convert.FromBase64String(pair.Value)), StringComparer.Ordinal)
            : throw EngineException.NotFound($"secret \"{secret}\" has no revision {revision}");
    }
}
