namespace Howdah.Ops;

/// <summary>The secrets that were looked at in this dispatch.</summary>
internal sealed class SecretCache(ModelContext context)
{
    private readonly Dictionary<string, Secret> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Secret> byLabel = new(StringComparer.Ordinal);
    private readonly HashSet<string> missing = new(StringComparer.Ordinal);

    public Secret Get(string id, string? label, bool refresh = false)
    {
        var bare = Secret.BareId(id);
        if (!byId.TryGetValue(bare, out var secret))
        {
            secret = new Secret(context, id.Contains(':', StringComparison.Ordinal) ? id : $"secret:{id}", label, null);
        }

        secret.EnsureRead(refresh);
        Remember(bare, label, secret);
        return secret;
    }

    public Secret? Find(string label, bool refresh)
    {
        if (missing.Contains(label))
        {
            return null;
        }

        if (!byLabel.TryGetValue(label, out var secret))
        {
            secret = new Secret(context, null, label, null);
        }

        try
        {
            secret.EnsureRead(refresh);
        }
        catch (SecretNotFoundException)
        {
            missing.Add(label);
            return null;
        }

        return byLabel[label] = secret;
    }

    /// <summary>A secret whose content is not asked for: that of an event may be gone, and its owner need not read it to remove it.</summary>
    public Secret Unread(string id, string? label)
    {
        var bare = Secret.BareId(id);
        if (!byId.TryGetValue(bare, out var secret))
        {
            secret = new Secret(context, id, string.IsNullOrEmpty(label) ? null : label, null);
            Remember(bare, label, secret);
        }

        return secret;
    }

    public Secret Add(IReadOnlyDictionary<string, string> content, SecretOptions? options, string owner)
    {
        using var files = new SecretFiles(content);
        var id = context.Tools.Text("secret-add", [.. (options ?? new()).Arguments, "--owner", owner, .. files.Arguments]).Trim();
        var secret = new Secret(context, id, options?.Label, new Dictionary<string, string>(content, StringComparer.Ordinal));
        Remember(Secret.BareId(id), options?.Label, secret);
        return secret;
    }

    private void Remember(string bare, string? label, Secret secret)
    {
        byId[bare] = secret;
        if (!string.IsNullOrEmpty(label))
        {
            byLabel[label] = secret;
        }
    }
}
