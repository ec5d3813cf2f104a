using System.Text.Json;

namespace Howdah.Ops;

/// <summary>The application that this unit belongs to.</summary>
public sealed class LocalApplication
{
    private readonly ModelContext context;
    private readonly SecretCache secrets;
    private Status? status;
    private int? plannedUnits;

    internal LocalApplication(ModelContext context, SecretCache secrets)
    {
        this.context = context;
        this.secrets = secrets;
    }

    /// <summary>Its name.</summary>
    public string Name => context.AppName;

    /// <summary>How the application stands; only the leader may read or set it.</summary>
    /// <exception cref="InvalidOperationException">This unit is not the leader.</exception>
    public Status Status
    {
        get
        {
            Lead("get");
            return status ??= StatusReader.Read(context.Tools, application: true);
        }

        set
        {
            Lead("set");
            if (value != status)
            {
                StatusReader.Write(context.Tools, value, application: true);
                status = value;
            }
        }
    }

    /// <summary>How many units there are or will be, without those that go.</summary>
    public int PlannedUnits => plannedUnits ??= CountUnits();

    /// <summary>Makes a secret that the application owns; only the leader may.</summary>
    public Secret AddSecret(IReadOnlyDictionary<string, string> content, SecretOptions? options = null) =>
        secrets.Add(content, options, "application");

    private int CountUnits()
    {
        var goal = context.Tools.Json("goal-state");
        return goal.ValueKind == JsonValueKind.Object && goal.TryGetProperty("units", out var units)
            ? units.EnumerateObject().Count(u => !(u.Value.TryGetProperty("status", out var s) && s.GetString() == "dying"))
            : 0;
    }

    private void Lead(string verb)
    {
        if (!context.IsLeader())
        {
            throw new InvalidOperationException($"cannot {verb} application status as a non-leader unit");
        }
    }
}
