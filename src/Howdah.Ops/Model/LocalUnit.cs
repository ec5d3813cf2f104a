namespace Howdah.Ops;

/// <summary>The unit that this charm runs as.</summary>
public sealed class LocalUnit
{
    private readonly ModelContext context;
    private readonly SecretCache secrets;
    private Status? status;

    internal LocalUnit(ModelContext context, SecretCache secrets)
    {
        this.context = context;
        this.secrets = secrets;
    }

    /// <summary><c>app/0</c>.</summary>
    public string Name => context.UnitName;

    /// <summary>The number after the slash.</summary>
    public int Number =>
        int.Parse(Name.AsSpan(Name.IndexOf('/', StringComparison.Ordinal) + 1),
            System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The name with a dash, as it is part of host names: <c>app-0</c>.</summary>
    public string HostName => Name.Replace('/', '-');

    /// <summary>Whether this unit leads its application.</summary>
    public bool IsLeader => context.IsLeader();

    /// <summary>How the unit stands. Setting it shows at once, and again only when it is another.</summary>
    public Status Status
    {
        get => status ??= StatusReader.Read(context.Tools, application: false);
        set
        {
            if (value != status)
            {
                StatusReader.Write(context.Tools, value, application: false);
                value.Need?.Say(context.Tools, value);
                status = value;
            }
        }
    }

    /// <summary>Version of the workload, as <c>status</c> shows it.</summary>
    public void SetWorkloadVersion(string version) => context.Tools.Run("application-version-set", "--", version);

    /// <summary>Opens these ports and closes all others of the unit.</summary>
    public void SetPorts(params IReadOnlyList<Port> ports)
    {
        var open = GetOpenedPorts();
        foreach (var port in open.Except(ports))
        {
            context.Tools.Run("close-port", port.ToString());
        }

        foreach (var port in ports.Except(open))
        {
            context.Tools.Run("open-port", port.ToString());
        }
    }

    /// <summary>The ports that the unit has opened.</summary>
    public IReadOnlyList<Port> GetOpenedPorts() => [.. context.Tools.Names("opened-ports").Select(Port.Parse)];

    /// <summary>Makes a secret that this unit owns.</summary>
    public Secret AddSecret(IReadOnlyDictionary<string, string> content, SecretOptions? options = null) =>
        secrets.Add(content, options, "unit");

    /// <summary>Restarts the machine after this hook, or at once.</summary>
    public void Reboot(bool now = false) => context.Tools.Run("juju-reboot", now ? ["--now"] : []);
}
