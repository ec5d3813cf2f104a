using Howdah.Server.Client.Status;

namespace Howdah.Server.Client.Models;

/// <summary>A line of <c>models</c>.</summary>
public sealed record ModelSummary
{
    /// <summary>Name with owner, <c>admin/default</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the model.</summary>
    public required string ShortName { get; init; }

    /// <summary>Its identity.</summary>
    public required string ModelUuid { get; init; }

    /// <summary><c>caas</c>: units are containers.</summary>
    public string ModelType { get; init; } = "caas";

    /// <summary>Identity of the controller.</summary>
    public required string ControllerUuid { get; init; }

    /// <summary>Name of the controller.</summary>
    public required string ControllerName { get; init; }

    /// <summary>Who made it.</summary>
    public string Owner { get; init; } = "admin";

    /// <summary>Kind of place that carries the units.</summary>
    public required string Cloud { get; init; }

    /// <summary><c>alive</c>, <c>dying</c> or <c>dead</c>.</summary>
    public string Life { get; init; } = "alive";

    /// <summary>Whether it is <c>available</c> or goes away.</summary>
    public required StatusValue Status { get; init; }

    /// <summary>How many units it has.</summary>
    public int UnitCount { get; init; }

    /// <summary>Version of the engine.</summary>
    public required string AgentVersion { get; init; }
}

/// <summary>What <c>models --format json</c> prints.</summary>
/// <param name="Models">All models.</param>
/// <param name="CurrentModel">The model that commands mean when none is named.</param>
public sealed record ModelList(IReadOnlyList<ModelSummary> Models, string CurrentModel);

/// <summary>Asks for a new model.</summary>
/// <param name="Name">Its name.</param>
public sealed record AddModelRequest(string Name);

/// <summary>What an engine says about itself.</summary>
/// <param name="Version">Version of the engine.</param>
/// <param name="Controller">Name of the controller.</param>
/// <param name="Pid">Process id of the engine.</param>
/// <param name="DataDirectory">Where it keeps everything.</param>
public sealed record EngineInfo(string Version, string Controller, int Pid, string DataDirectory);
