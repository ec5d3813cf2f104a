using Howdah.Engine.Models;

namespace Howdah.Engine.Agents;

/// <summary>Where the engine keeps what belongs to a model and its units.</summary>
internal sealed record ModelPaths(string DataDirectory, string Model)
{
    /// <summary>The folder of a unit that its charm sees as its agent directory.</summary>
    public string Agent(string unit) => Path.Combine(DataDirectory, "agents", Model, Changes.Names.Tag(unit));

    /// <summary>The unpacked files of a charm.</summary>
    public string Charm(CharmRecord charm) => Charm(charm.Name, charm.Digest);

    /// <summary>The unpacked files of a charm.</summary>
    public string Charm(string name, string digest) => Path.Combine(Charms, $"{name}-{digest[..16]}");

    /// <summary>The folder of all charms.</summary>
    public string Charms => Path.Combine(DataDirectory, "charms");

    /// <summary>A resource that was given to an application.</summary>
    public string Resource(string application, string name, string file) => Path.Combine(Resources, application, name, file);

    /// <summary>The folder of all resources of the model, a folder for each application.</summary>
    public string Resources => Path.Combine(DataDirectory, "resources", Model);

    /// <summary>The records of its units' hooks.</summary>
    public string Journal => Path.Combine(DataDirectory, "journal", Model);

    /// <summary>The folder of replays that are under way.</summary>
    public static string Replays(string dataDirectory) => Path.Combine(dataDirectory, "replays");

    /// <summary>The statuses that were.</summary>
    public string StatusLog => Path.Combine(DataDirectory, "logs", $"{Model}.status");

    /// <summary>The debug log.</summary>
    public string Log => Path.Combine(DataDirectory, "logs", $"{Model}.log");
}
