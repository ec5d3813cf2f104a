using Howdah.Pebble.Native;
using Howdah.Pebble.Plan;
using Howdah.Pebble.Processes;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Services;

/// <summary>Starts the process of a service.</summary>
internal static class ServiceLauncher
{
    /// <summary>Starts it and lets it leave its note; the task completes when the last writer of its output has gone.</summary>
    /// <exception cref="Exception">With the reason, for a person.</exception>
    public static (ChildProcess Process, Task Output) Launch(ServiceConfig service, Workload? workload, LogRing ring, string? note)
    {
        var words = ServiceCommand.Parse(service.Command!).Full;
        var path = words[0].Contains('/', StringComparison.Ordinal) ? words[0] : Executables.Find(words[0])
            ?? throw new FileNotFoundException($"exec: {GoQuote.Quote(words[0])}: executable file not found in $PATH");
        var (uid, gid) = Accounts.Resolve(workload?.UserId ?? service.UserId, workload?.User ?? service.User,
            workload?.GroupId ?? service.GroupId, workload?.Group ?? service.Group);
        var environment = ServiceEnvironment(service, workload, uid);
        var (output, childs) = Descriptor.PipeFromChild();
        try
        {
            var process = Reaper.Spawn(new SpawnRequest
            {
                Path = path, Arguments = words, Environment = environment, WorkingDirectory = service.WorkingDir,
                Account = Account.ForChange(uid, gid), Stdin = NullDevice.Fd, Stdout = childs, Stderr = childs, NewGroup = true, Note = note,
            });
            return (process, OutputPump.RunAsync(output, ring));
        }
        catch
        {
            output.Dispose();
            throw;
        }
        finally
        {
            _ = Libc.Close(childs);
        }
    }

    private static Dictionary<string, string> ServiceEnvironment(ServiceConfig service, Workload? workload, uint? uid)
    {
        var environment = DaemonEnvironment.Copy();
        if (uid is { } id && Accounts.FindUser(id) is { } user) (environment["HOME"], environment["USER"]) = (user.Home, user.Name);
        foreach (var (key, value) in workload?.Environment ?? Maps.Empty) environment[key] = value;
        foreach (var (key, value) in service.Environment) environment[key] = value;
        return environment;
    }
}
