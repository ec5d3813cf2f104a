using Howdah.Server.Client.Status;

namespace Howdah.Cli.StatusView;

/// <summary>What is said about a unit in one line: what its agent does, then what its charm says.</summary>
internal static class UnitMessage
{
    /// <summary><c>(install) waiting for the disk</c>, or only one of the two; of an agent that fails, why.</summary>
    public static string Of(UnitStatus unit)
    {
        var message = unit.Workload.Message ?? "";
        var doing = Doing(unit.Agent);
        return doing.Length == 0 || doing == message ? message : $"({doing}) {message}".TrimEnd();
    }

    private static string Doing(StatusValue agent)
    {
        const string running = "running ";
        if (agent is { Current: "failed", Message: { } failure })
        {
            return failure;
        }

        if (agent.Current != "executing" || agent.Message is not { } message || !message.StartsWith(running, StringComparison.Ordinal))
        {
            return "";
        }

        message = message[running.Length..];
        return message.StartsWith("action ", StringComparison.Ordinal)
            ? message["action ".Length..]
            : message.Split(' ')[0];
    }
}
