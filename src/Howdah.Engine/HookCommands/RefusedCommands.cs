namespace Howdah.Engine.HookCommands;

/// <summary>Commands that Juju has or had and that have no meaning here: they fail and say why.</summary>
internal static class RefusedCommands
{
    public static IEnumerable<HookCommand> All { get; } =
    [
        Refuse("credential-get", "cannot access cloud credentials: permission denied"),
        Refuse("juju-reboot", "juju-reboot is not supported: there is no machine of the unit's own to reboot"),
        Refuse("add-metric", "metrics not allowed in this context"),
        .. new[]
        {
            "payload-register", "payload-status-set", "payload-unregister", "pod-spec-set", "pod-spec-get", "k8s-raw-set", "k8s-raw-get",
            "k8s-spec-set", "k8s-spec-get",
        }.Select(name => Refuse(name, $"{name} is not supported")),
    ];

    // Charms call them with whatever they take in Juju, which is not what is wrong then.
    private static HookCommand Refuse(string name, string reason) => new(
        name, "", reason, [Flag.Format, new Flag("now", "", IsSwitch: true)], _ => throw HookCommandException.Failed(reason));
}
