namespace Howdah.Server.Client.Secrets;

/// <summary>Asks for a secret of the model, or for changes of one; what is null stays as it is.</summary>
public sealed record SecretRequest
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Whether revisions that nobody reads any more go by themselves.</summary>
    public bool? AutoPrune { get; init; }

    /// <summary>All of its values by key, in base64.</summary>
    public IReadOnlyDictionary<string, string>? Content { get; init; }

    /// <summary>Never shows a value.</summary>
    public override string ToString() => nameof(SecretRequest);
}

/// <summary>A secret that was added.</summary>
/// <param name="Uri"><c>secret:</c> and its id.</param>
public sealed record SecretAdded(string Uri);

/// <summary>Applications that are given something, or from whom it is taken.</summary>
/// <param name="Applications">Their names.</param>
public sealed record ApplicationsRequest(IReadOnlyList<string> Applications);
