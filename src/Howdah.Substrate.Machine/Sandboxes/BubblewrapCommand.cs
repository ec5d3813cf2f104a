using System.Globalization;

namespace Howdah.Substrate.Machine.Sandboxes;

/// <summary>Makes bubblewrap's command line of a sandbox's description.</summary>
internal static class BubblewrapCommand
{
    /// <summary>Descriptor on which bubblewrap tells the number of the first process.</summary>
    public const int InfoDescriptor = 3;

    /// <summary>What root may do in a sandbox: own files, change users, stop processes, listen on low ports.</summary>
    private static readonly string[] Capabilities =
    [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_NET_BIND_SERVICE", "CAP_SETGID",
        "CAP_SETUID",
    ];

    /// <summary>The arguments, without the program itself.</summary>
    public static IReadOnlyList<string> Arguments(SandboxSpec spec)
    {
        var arguments = new List<string>();
        if (spec.Rootless)
        {
            arguments.Add("--unshare-user");
        }

        arguments.AddRange(["--unshare-pid", "--as-pid-1", "--unshare-ipc", "--unshare-uts"]);
        arguments.AddRange(["--hostname", spec.HostName, "--new-session"]);
        if (!spec.Rootless)
        {
            arguments.AddRange(["--cap-drop", "ALL"]);
            arguments.AddRange(Capabilities.SelectMany(capability => new[] { "--cap-add", capability }));
        }

        arguments.AddRange(spec.Mounts.SelectMany(Arguments));
        arguments.AddRange(["--info-fd", InfoDescriptor.ToString(CultureInfo.InvariantCulture), "--chdir", "/", "--"]);
        if (spec is { Rootless: false, RunAs: { } account })
        {
            arguments.AddRange(
            [
                "/usr/bin/setpriv",
                string.Create(CultureInfo.InvariantCulture, $"--reuid={account.User}"),
                string.Create(CultureInfo.InvariantCulture, $"--regid={account.Group}"),
                "--clear-groups",
            ]);
        }

        arguments.AddRange(spec.Command);
        return arguments;
    }

    private static string[] Arguments(SandboxMount mount) => mount switch
    {
        SandboxMount.Bind bind => ["--bind", bind.Source, bind.Path],
        SandboxMount.ReadOnly { Optional: true } bind => ["--ro-bind-try", bind.Source, bind.Path],
        SandboxMount.ReadOnly bind => ["--ro-bind", bind.Source, bind.Path],
        SandboxMount.Memory memory => ["--perms", memory.Mode, "--tmpfs", memory.Path],
        SandboxMount.Folder folder => ["--perms", folder.Mode, "--dir", folder.Path],
        SandboxMount.Link link => ["--symlink", link.Target, link.Path],
        SandboxMount.Processes processes => ["--proc", processes.Path],
        SandboxMount.Devices devices => ["--dev", devices.Path],
        _ => throw new ArgumentOutOfRangeException(nameof(mount), mount, "a mount of unknown kind"),
    };
}
