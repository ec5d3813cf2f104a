using System.Collections.Immutable;
using System.Globalization;
using Howdah.Engine;
using Howdah.Engine.Models;
using Howdah.Server.Client.Json;
using Howdah.Server.Client.Secrets;
using Howdah.Server.Views;

namespace Howdah.Server.Api;

/// <summary>Requests about secrets.</summary>
internal static class SecretRequests
{
    /// <summary>All secrets.</summary>
    public static Task ListAsync(Request request)
    {
        var model = request.Model.Snapshot;
        return AnswerAsync(request, model.Secrets.Values.Where(secret => secret.FromModel is null).Select(secret => (secret, SecretView.Of(model, secret))));
    }

    /// <summary>One secret; with <c>reveal=true</c> what it says too.</summary>
    public static Task GetAsync(Request request)
    {
        var model = request.Model;
        var name = request.Part("secret");
        var secret = model.GetSecret(name);
        var revision = Revision(request);
        var content = request.Flag("reveal") || revision is not null ? model.RevealSecret(name, revision) : null;
        var detail = SecretView.Of(model.Snapshot, secret) with
        {
            Revision = revision ?? secret.Latest,
            Content = content is not null && request.Flag("reveal") ? new SecretData(content) : null,
            Revisions = SecretView.RevisionsOf(secret),
        };
        return AnswerAsync(request, [(secret, detail)]);
    }

    /// <summary>Adds one.</summary>
    public static async Task AddAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.SecretRequest).ConfigureAwait(false);
        var id = await request.Model.AddSecretAsync(
            wanted.Name ?? "", wanted.Description ?? "", ToBag(wanted.Content) ?? ImmutableSortedDictionary<string, string>.Empty, request.Aborted).ConfigureAwait(false);
        await request.AnswerAsync(new SecretAdded($"secret:{id}"), ApiJson.Default.SecretAdded).ConfigureAwait(false);
    }

    /// <summary>Changes one.</summary>
    public static async Task UpdateAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.SecretRequest).ConfigureAwait(false);
        await request.Model.UpdateSecretAsync(
            request.Part("secret"),
            new SecretUpdate
            {
                Name = wanted.Name, Description = wanted.Description, AutoPrune = wanted.AutoPrune, Content = ToBag(wanted.Content),
            },
            request.Aborted).ConfigureAwait(false);
        await request.DoneAsync().ConfigureAwait(false);
    }

    /// <summary>Removes one, or a revision of it.</summary>
    public static async Task RemoveAsync(Request request)
    {
        await request.Model.RemoveSecretAsync(request.Part("secret"), Revision(request), request.Aborted).ConfigureAwait(false);
        await request.DoneAsync().ConfigureAwait(false);
    }

    /// <summary>Lets applications read it.</summary>
    public static async Task GrantAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.ApplicationsRequest).ConfigureAwait(false);
        await request.Model.GrantSecretAsync(request.Part("secret"), wanted.Applications, request.Aborted).ConfigureAwait(false);
        await request.DoneAsync().ConfigureAwait(false);
    }

    /// <summary>Lets applications no longer read it.</summary>
    public static async Task RevokeAsync(Request request)
    {
        var wanted = await request.ReadAsync(ApiJson.Default.ApplicationsRequest).ConfigureAwait(false);
        await request.Model.RevokeSecretAsync(request.Part("secret"), wanted.Applications, request.Aborted).ConfigureAwait(false);
        await request.DoneAsync().ConfigureAwait(false);
    }

    private static Task AnswerAsync(Request request, IEnumerable<(SecretRecord Secret, SecretDetail Detail)> secrets) => request.AnswerAsync(
        secrets.ToDictionary(entry => entry.Secret.Id, entry => entry.Detail, StringComparer.Ordinal),
        ApiJson.Default.IReadOnlyDictionaryStringSecretDetail);

    private static ImmutableSortedDictionary<string, string>? ToBag(IReadOnlyDictionary<string, string>? content) =>
        content?.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static int? Revision(Request request) => request.Values("revision") switch
    {
        [var text, ..] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        [var text, ..] => throw new EngineException(EngineErrorKind.Invalid, $"invalid revision \"{text}\": expected a number"),
        _ => null,
    };
}
