using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Howdah.Engine.HookCommands.Secrets;
using Howdah.Engine.Models;

namespace Howdah.Engine.Changes;

/// <summary>Changes of secrets that a person adds and grants to applications, whose charms are given them in options of type secret.</summary>
internal static partial class UserSecrets
{
    /// <summary>Adds a secret.</summary>
    /// <param name="model">The model.</param>
    /// <param name="id">Its bare id.</param>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="content">Its values by key, in base64.</param>
    /// <param name="now">The time.</param>
    public static ModelSnapshot Add(ModelSnapshot model, string id, string name, string description, Bag content, DateTimeOffset now)
    {
        CheckName(model, name);
        CheckContent(content);
        return Set(
            model,
            new SecretRecord
            {
                Id = id,
                Owner = SecretRecord.ModelOwner,
                Name = name,
                Description = description,
                Created = now,
                Updated = now,
                Revisions = ImmutableSortedDictionary<int, DateTimeOffset>.Empty.Add(1, now),
            },
            new SecretContent(id, ImmutableSortedDictionary<int, Bag>.Empty.Add(1, content)));
    }

    /// <summary>Changes a secret. Content that differs makes a new revision.</summary>
    public static ModelSnapshot Update(ModelSnapshot model, string reference, SecretUpdate update, DateTimeOffset now)
    {
        var secret = Find(model, reference);
        var content = model.SecretContents[secret.Id];
        if (update.Name is { } name && name != secret.Name)
        {
            CheckName(model, name);
        }

        secret = secret with
        {
            Name = update.Name ?? secret.Name,
            Description = update.Description ?? secret.Description,
            AutoPrune = update.AutoPrune ?? secret.AutoPrune,
            Updated = now,
        };
        if (update.Content is { } wanted)
        {
            CheckContent(wanted);
            if (!content.Revisions[secret.Latest].SequenceEqual(wanted))
            {
                var revision = secret.Latest + 1;
                secret = secret with { Latest = revision, Revisions = secret.Revisions.Add(revision, now) };
                content = content with { Revisions = content.Revisions.Add(revision, wanted) };
            }
        }

        return Set(model, secret, content);
    }

    /// <summary>Removes a secret, or one revision of it; with the last revision the secret goes.</summary>
    public static ModelSnapshot Remove(ModelSnapshot model, string reference, int? revision)
    {
        var secret = Find(model, reference);
        if (revision is not { } number)
        {
            return Secrets.Delete(model, secret.Id);
        }

        return !secret.Revisions.ContainsKey(number) ? throw EngineException.NotFound($"secret \"{reference}\" has no revision {number}")
            : secret.Revisions.Count == 1 ? Secrets.Delete(model, secret.Id)
            : number == secret.Latest ? throw EngineException.Conflict(
                $"cannot remove revision {number} of secret \"{reference}\": it is the latest; update the secret, or remove it as a whole")
            : RemoveRevisions(model, secret, [number]);
    }

    /// <summary>Lets applications read a secret, or no longer.</summary>
    public static ModelSnapshot Grant(ModelSnapshot model, string reference, IReadOnlyList<string> applications, bool isGranted)
    {
        var secret = Find(model, reference);
        foreach (var application in applications)
        {
            _ = Changes.Find.Application(model, application);
            secret = secret with
            {
                Grants = isGranted ? secret.Grants.SetItem(application, new SecretGrant(null)) : secret.Grants.Remove(application),
            };
        }

        return model with { Secrets = model.Secrets.SetItem(secret.Id, secret) };
    }

    /// <summary>Forgets an application that was granted something.</summary>
    public static ModelSnapshot Forget(ModelSnapshot model, string application) =>
        model.Secrets.Values.Where(secret => secret.Grants.TryGetValue(application, out var grant) && grant.RelationId is null)
            .Aggregate(model, (current, secret) => current with
            {
                Secrets = current.Secrets.SetItem(secret.Id, secret with { Grants = secret.Grants.Remove(application) }),
            });

    /// <summary>Removes revisions that nobody reads any more, where that was asked for.</summary>
    public static ModelSnapshot Prune(ModelSnapshot model)
    {
        foreach (var secret in model.Secrets.Values.Where(secret => secret.AutoPrune && secret.Revisions.Count > 1))
        {
            var read = secret.Consumers.Values.Select(consumer => consumer.Revision).Append(secret.Latest).ToHashSet();
            var unread = secret.Revisions.Keys.Where(revision => !read.Contains(revision)).ToList();
            model = unread.Count == 0 ? model : RemoveRevisions(model, secret, unread);
        }

        return model;
    }

    /// <summary>The secret that a person means: by URI, bare id, or the name of a person's secret.</summary>
    public static SecretRecord FindAny(ModelSnapshot model, string reference)
    {
        var bare = reference[(reference.LastIndexOfAny(['/', ':']) + 1)..];
        return model.Secrets.GetValueOrDefault(bare)
            ?? model.Secrets.Values.FirstOrDefault(secret => secret.IsUsers && secret.Name == reference)
            ?? throw EngineException.NotFound($"secret \"{reference}\" not found");
    }

    private static SecretRecord Find(ModelSnapshot model, string reference) => FindAny(model, reference) is { IsUsers: true } secret
        ? secret
        : throw EngineException.Conflict($"secret \"{reference}\" belongs to a charm, and only that can change it");

    private static ModelSnapshot Set(ModelSnapshot model, SecretRecord secret, SecretContent content) => model with
    {
        Secrets = model.Secrets.SetItem(secret.Id, secret), SecretContents = model.SecretContents.SetItem(secret.Id, content),
    };

    private static ModelSnapshot RemoveRevisions(ModelSnapshot model, SecretRecord secret, IReadOnlyList<int> revisions) => Set(
        model,
        secret with { Revisions = secret.Revisions.RemoveRange(revisions) },
        model.SecretContents[secret.Id] with { Revisions = model.SecretContents[secret.Id].Revisions.RemoveRange(revisions) });

    private static void CheckName(ModelSnapshot model, string name)
    {
        if (!Name().IsMatch(name))
        {
            throw EngineException.Invalid($"invalid secret name \"{name}\": use letters, digits, dashes, dots and underscores");
        }

        if (model.Secrets.Values.Any(secret => secret.IsUsers && secret.Name == name))
        {
            throw EngineException.Conflict($"secret with name \"{name}\" already exists");
        }
    }

    private static void CheckContent(Bag content)
    {
        if (content.IsEmpty)
        {
            throw EngineException.Invalid("missing secret value or filename");
        }

        if (content.Keys.FirstOrDefault(key => !SecretArguments.IsKey(key)) is { } wrong)
        {
            throw EngineException.Invalid(
                $"key \"{wrong}\" not valid: use three or more lower-case letters, digits and single dashes, a letter first");
        }

        // Values are named by their key only: an error is shown.
        if (content.FirstOrDefault(pair => !System.Buffers.Text.Base64.IsValid(pair.Value)).Key is { } key64)
        {
            throw EngineException.Invalid($"the value of \"{key64}\" is not base64");
        }

        if (content.Sum(pair => (long)pair.Value.Length) > SecretArguments.MostBytes)
        {
            throw EngineException.Invalid($"secret content is larger than the {SecretArguments.MostBytes} bytes allowed");
        }
    }

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9._-]{0,126}[A-Za-z0-9])?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
