using System.Text.RegularExpressions;
using Howdah.Engine.HookCommands;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Engine;

/// <summary>A charm in shell, written against the contract alone, that uses every hook command in the ways of a charm framework.</summary>
public sealed partial class EveryHookCommandTests
{
    private const string Script = """
        set -eE; trap 'echo "line $LINENO: $BASH_COMMAND" >&2' ERR
        is() { [ "$1" = "$2" ] || { echo "got '$1' for '$2'" >&2; exit 1; }; }
        refused() { ! "$@" 2>/dev/null || { echo "not refused: $*" >&2; exit 1; }; }
        case $event in
          every)
            is "$(config-get --format=json size)" 3
            is "$(is-leader --format=json)" true
            leader-set a=b; is "$(leader-get a)" b
            id=$(relation-ids peer --format=json | tr -d '[]"')
            is "$(relation-list --format=json -r $id)" "[\"$app/1\"]"
            echo '{"x": "1"}' | relation-set -r $id --file -
            is "$(relation-get --format=json -r $id x $unit)" '"1"'
            is "$(relation-model-get -r $id --format=json)" "{\"uuid\":\"$JUJU_MODEL_UUID\"}"
            status-set --application=True waiting -- w; is "$(status-get --application=true)" waiting
            status-set active ok
            application-version-set -- 1.5
            juju-log --log-level TRACE -- '-a [message]'
            open-port 80/tcp; is "$(opened-ports --format=json)" '["80/tcp"]'; close-port 80
            network-get --format=json peer | grep -q ingress-addresses
            [ -n "$(unit-get private-address)" ]
            is "$(storage-list --format=json)" '["data/0"]'
            is "$(storage-get -s data/0 kind)" filesystem
            storage-add data=1
            is "$(cat $(resource-get tool))" content
            printf 'k: v\n' | state-set --file -; is "$(state-get k)" v; state-delete k; is "$(state-get k)" ''
            goal-state --format=json | grep -q "$app/1"
            credential-get 2>&1 | grep -q credential || true
            is "$(action-get --format=json word)" '"hi"'
            action-set a.b=c; action-log -- working
            secret=$(secret-add --label l --owner application key-one=1)
            is "$(secret-ids --format=json)" "[\"${secret#secret:}\"]"
            secret-set $secret key-one=2; is "$(secret-get --format=json $secret key-one --peek)" '"2"'
            secret-info-get --format=json --label l | grep -q '"revision":1'
            secret-grant $secret -r $id; secret-revoke $secret -r $id; secret-remove $secret
            for command in add-metric payload-register payload-status-set payload-unregister pod-spec-set pod-spec-get k8s-raw-set k8s-raw-get \
                k8s-spec-set k8s-spec-get; do refused $command; done
            refused juju-reboot
            action-fail -- enough ;;
        esac
        """;

    [Fact]
    public async Task A_shell_charm_can_use_every_hook_command()
    {
        await using var engine = await TestEngine.StartAsync();
        engine.AddCharm(
            "name: box\npeers: { peer: { interface: p } }\nstorage: { data: { type: filesystem, multiple: { range: 1-2 } } }\n"
            + "resources: { tool: { type: file, filename: tool.txt } }",
            Script,
            "options: { size: { type: int, default: 3 } }",
            "every: { params: { word: { type: string } } }");
        var file = Path.Combine(engine.Data, "given");
        await File.WriteAllTextAsync(file, "content");
        await engine.Model.DeployAsync(
            new DeployRequest("box") { Units = 2, Resources = new Dictionary<string, string>(StringComparer.Ordinal) { ["tool"] = file } },
            CancellationToken.None);
        await engine.SettleAsync();
        var task = await engine.RunAsync(engine.Snapshot.Applications["box"].Leader!, "every", new() { ["word"] = "hi" });
        Assert.Equal((0, "enough", ""), (task.ReturnCode, task.Message, task.Stderr));
        Assert.Equal("""{"a":{"b":"c"}}""", task.Results!.Value.GetRawText());
        var model = await engine.SettleAsync();
        Assert.Equal(2, model.StoragesOf(task.Unit).Count());
    }

    [Fact]
    public void No_hook_command_is_left_out() =>
        Assert.Empty(HookCommandTable.Names.Except(Words().Matches(Script).Select(match => match.Value), StringComparer.Ordinal));

    [GeneratedRegex("[a-z0-9]+(-[a-z0-9]+)+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();
}
