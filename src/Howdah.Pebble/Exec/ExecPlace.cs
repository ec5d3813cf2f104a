using Howdah.Pebble.Native;
using Howdah.Pebble.Plan;
using Howdah.Pebble.Processes;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Exec;

/// <summary>What a caller said about where and as whom a command is to run.</summary>
internal sealed record ExecWishes(string? ServiceContext, IReadOnlyDictionary<string, string> Environment, string? WorkingDir,
    int? UserId, string? User, int? GroupId, string? Group);

/// <summary>Where, as whom and with what environment a command runs.</summary>
internal sealed record ExecPlace(Dictionary<string, string> Environment, string WorkingDirectory, bool IsHome, Account? Account, string? GivenDirectory)
{
    /// <summary>The folder for a check: the daemon's own unless one is named.</summary>
    public string? CheckDirectory => GivenDirectory;

    /// <summary>Puts together the daemon's environment, the context service's and the request's.</summary>
    /// <exception cref="ExecException">The context service does not exist.</exception>
    /// <exception cref="AccountException">The user or group is not valid.</exception>
    public static ExecPlace Resolve(ExecWishes wishes, CombinedPlan plan)
    {
        ServiceConfig? service = null;
        if (!string.IsNullOrEmpty(wishes.ServiceContext) && !plan.Services.TryGetValue(wishes.ServiceContext, out service))
        {
            throw new ExecException($"context service {GoQuote.Quote(wishes.ServiceContext)} not found");
        }
        var workload = service is null ? null : plan.WorkloadOf(service);
        var ownUser = wishes.UserId is not null || !string.IsNullOrEmpty(wishes.User);
        var (uid, gid) = ownUser || service is null
            ? Accounts.Resolve(wishes.UserId, wishes.User, wishes.GroupId, wishes.Group)
            : Accounts.Resolve(workload?.UserId ?? service.UserId, workload?.User ?? service.User,
                wishes.GroupId ?? workload?.GroupId ?? service.GroupId, wishes.Group ?? workload?.Group ?? service.Group);

        var environment = DaemonEnvironment.Copy();
        if (uid is not null && uid != (uint)Libc.GetUid())
        {
            environment.Remove("HOME");
            environment.Remove("USER");
        }
        foreach (var map in (IReadOnlyDictionary<string, string>[])[workload?.Environment ?? Maps.Empty, service?.Environment ?? Maps.Empty, wishes.Environment])
        {
            foreach (var (key, value) in map) environment[key] = value;
        }
        environment.TryAdd("PATH", Executables.DefaultPath);
        environment.TryAdd("LANG", "C.UTF-8");
        if ((!environment.ContainsKey("HOME") || !environment.ContainsKey("USER")) && Accounts.FindUser(uid ?? (uint)Libc.GetUid()) is { } user)
        {
            environment.TryAdd("HOME", user.Home);
            environment.TryAdd("USER", user.Name);
        }
        var given = First(wishes.WorkingDir, service?.WorkingDir);
        var home = given is null && environment.TryGetValue("HOME", out var h) && h.Length > 0 ? h : null;
        return new ExecPlace(environment, given ?? home ?? "/", home is not null, Account.ForChange(uid, gid), given);
    }

    private static string? First(string? a, string? b) => !string.IsNullOrEmpty(a) ? a : !string.IsNullOrEmpty(b) ? b : null;
}

/// <summary>A command that cannot be run as asked.</summary>
internal sealed class ExecException(string message) : Exception(message);
