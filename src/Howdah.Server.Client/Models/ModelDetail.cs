using Howdah.Server.Client.Status;

namespace Howdah.Server.Client.Models;

/// <summary>A model, in the shape of <c>juju show-model --format json</c>.</summary>
public sealed record ModelDetail
{
    /// <summary>Name with owner, <c>admin/default</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the model.</summary>
    public required string ShortName { get; init; }

    /// <summary>Its identity.</summary>
    public required string ModelUuid { get; init; }

    /// <summary><c>caas</c>: units are containers.</summary>
    public required string ModelType { get; init; }

    /// <summary>Identity of the controller.</summary>
    public required string ControllerUuid { get; init; }

    /// <summary>Name of the controller.</summary>
    public required string ControllerName { get; init; }

    /// <summary>Always false: no model holds the controller here.</summary>
    public bool IsController { get; init; }

    /// <summary>Who made it.</summary>
    public required string Owner { get; init; }

    /// <summary>Kind of place that carries the units.</summary>
    public required string Cloud { get; init; }

    /// <summary>Region of the cloud.</summary>
    public string Region { get; init; } = "localhost";

    /// <summary>Kind of the cloud: the same.</summary>
    public required string Type { get; init; }

    /// <summary><c>alive</c>, <c>dying</c> or <c>dead</c>.</summary>
    public required string Life { get; init; }

    /// <summary>Whether it is <c>available</c> or goes away.</summary>
    public required StatusValue Status { get; init; }

    /// <summary>Who may use it.</summary>
    public IReadOnlyDictionary<string, ModelUser> Users { get; init; } =
        new Dictionary<string, ModelUser>(StringComparer.Ordinal) { ["admin"] = new("admin", "admin", "just now") };

    /// <summary>Version of the engine.</summary>
    public required string AgentVersion { get; init; }

    /// <summary>The model with this summary.</summary>
    public static ModelDetail Of(ModelSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return new ModelDetail
        {
            Name = summary.Name,
            ShortName = summary.ShortName,
            ModelUuid = summary.ModelUuid,
            ModelType = summary.ModelType,
            ControllerUuid = summary.ControllerUuid,
            ControllerName = summary.ControllerName,
            Owner = summary.Owner,
            Cloud = summary.Cloud,
            Type = summary.Cloud,
            Life = summary.Life,
            Status = summary.Status,
            AgentVersion = summary.AgentVersion,
        };
    }
}

/// <summary>Who may use a model.</summary>
/// <param name="DisplayName">The name for people.</param>
/// <param name="Access"><c>admin</c>.</param>
/// <param name="LastConnection">When the user was last seen.</param>
public sealed record ModelUser(string DisplayName, string Access, string LastConnection);
