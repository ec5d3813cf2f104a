using System.Text.Json.Nodes;
using Howdah.Testbed;

namespace Howdah.Cli.Tests.Programs;

/// <summary>What a user can get wrong: each has its message and exit code, and changes nothing.</summary>
[Collection(EngineCollection.Name)]
public sealed class BadInputTests(EngineFixture engine)
{
    [Theory]
    [InlineData("deploy nowhere", "charm \"nowhere\" not found")]
    [InlineData("deploy ./nowhere", "charm \"./nowhere\" not found: there is no file or directory")]
    [InlineData("deploy ./nowhere.yaml", "bundle not found at \"")]
    [InlineData("deploy {greeter} greeter", "cannot add application \"greeter\": application already exists")]
    [InlineData("deploy {greeter} other --config times=often", "option \"times\" expected int, got \"often\"")]
    [InlineData("deploy {greeter} other --config colour=red", "unknown option \"colour\"")]
    [InlineData("deploy {greeter} other -n -1", "the number of units must be 0 or more, got -1")]
    [InlineData("deploy {greeter} other --resource tool=./x", "charm \"greeter\" has no resource called \"tool\"")]
    [InlineData("deploy {greeter} other --storage data=2", "charm \"greeter\" has no store called \"data\"")]
    [InlineData("refresh nobody", "application \"nobody\" not found")]
    [InlineData("refresh greeter", "charm \"greeter\" not found; give a path")]
    [InlineData("refresh greeter --path {greeter}", "charm \"greeter\": already up-to-date")]
    [InlineData("refresh greeter --path {mason}", "cannot refresh \"greeter\" from charm \"greeter\" to charm \"mason\"")]
    [InlineData("refresh greeter --switch {mason}", "would break relation \"greeter:greeting caller:greeting\"")]
    [InlineData("integrate caller:nothing greeter", "application \"caller\" has no \"nothing\" relation")]
    [InlineData("integrate caller nobody", "application \"nobody\" not found")]
    [InlineData("integrate mason greeter", "no relations found")]
    [InlineData("integrate mason:bricks greeter:greeting", "no relations found")]
    [InlineData("integrate caller greeter", "relation caller:greeting greeter:greeting already exists")]
    [InlineData("remove-relation mason greeter", "relation \"mason greeter\" not found")]
    [InlineData("config greeter times=often", "option \"times\" expected int, got \"often\"")]
    [InlineData("config greeter loud=perhaps", "option \"loud\" expected boolean, got \"perhaps\"")]
    [InlineData("config greeter colour=red", "unknown option \"colour\"")]
    [InlineData("config greeter colour", "key \"colour\" not found in \"greeter\" application config or charm settings")]
    [InlineData("config greeter --reset colour", "unknown option \"colour\"")]
    [InlineData("config nobody", "application \"nobody\" not found")]
    [InlineData("run greeter/0 dance", "action \"dance\" not defined for unit \"greeter/0\"")]
    [InlineData("run greeter/0 greet", "validation failed")]
    [InlineData("run greeter/0 greet name=5", "validation failed")]
    [InlineData("run greeter/0 greet name=x colour=red", "validation failed")]
    [InlineData("run greeter/9 greet name=x", "unit \"greeter/9\" not found")]
    [InlineData("run nobody/leader greet name=x", "application \"nobody\" not found")]
    [InlineData("show-hook greeter/0 4711", "unit \"greeter/0\" has no record of a hook 4711")]
    [InlineData("show-hook nobody/0", "unit \"nobody/0\" not found")]
    [InlineData("replay greeter/0 4711", "unit \"greeter/0\" has no record of a hook 4711")]
    [InlineData("replay greeter/0 1 --charm ./nowhere", "there is no folder \"")]
    [InlineData("why nobody/0", "unit \"nobody/0\" not found")]
    [InlineData("model-config colour", "key \"colour\" not found in model \"default\"")]
    [InlineData("model-config colour=red", "unknown model setting \"colour\"")]
    [InlineData("model-config update-status-hook-interval=soon", "expected a duration like 5m, got \"soon\"")]
    [InlineData("show-status-log greeter/9", "unit \"greeter/9\" not found")]
    [InlineData("show-status-log nobody", "application \"nobody\" not found")]
    [InlineData("show-application nobody", "application \"nobody\" not found")]
    [InlineData("show-model nowhere", "model \"nowhere\" not found")]
    [InlineData("switch nowhere", "model \"nowhere\" not found; there is default")]
    [InlineData("expose nobody", "application \"nobody\" not found")]
    [InlineData("unexpose nobody", "application \"nobody\" not found")]
    [InlineData("trust nobody", "application \"nobody\" not found")]
    [InlineData("constraints nobody", "application \"nobody\" not found")]
    [InlineData("set-constraints nobody mem=1G", "application \"nobody\" not found")]
    [InlineData("resources nobody", "application \"nobody\" not found")]
    [InlineData("attach-resource greeter tool=./x", "charm \"greeter\" has no resource called \"tool\"")]
    [InlineData("show-storage data/9", "storage \"data/9\" not found")]
    [InlineData("add-storage greeter/0 data", "charm storage \"data\" not found")]
    [InlineData("attach-storage greeter/0 data/9", "storage \"data/9\" not found")]
    [InlineData("attach-storage greeter/9 data/9", "unit \"greeter/9\" not found")]
    [InlineData("detach-storage data/9", "storage \"data/9\" not found")]
    [InlineData("remove-storage data/9", "storage \"data/9\" not found")]
    [InlineData("add-unit greeter -n 2 --attach-storage data/9", "cannot attach storage to more than one new unit")]
    [InlineData("show-secret nothing", "secret \"nothing\" not found")]
    [InlineData("add-secret x no=1", "key \"no\" not valid")]
    [InlineData("add-secret x key#file=./nowhere", "cannot read the value from \"./nowhere\"")]
    [InlineData("add-secret x --file {greeter}/dispatch", "dispatch\" is no YAML")]
    [InlineData("update-secret nothing key=x", "secret \"nothing\" not found")]
    [InlineData("remove-secret nothing", "secret \"nothing\" not found")]
    [InlineData("grant-secret nothing greeter", "secret \"nothing\" not found")]
    [InlineData("revoke-secret nothing greeter", "secret \"nothing\" not found")]
    [InlineData("scale-application greeter -1", "scale must be 0 or more, got -1")]
    [InlineData("scale-application nobody 1", "application \"nobody\" not found")]
    [InlineData("add-unit nobody", "application \"nobody\" not found")]
    [InlineData("add-unit greeter -n 0", "the number of units to add must be 1 or more, got 0")]
    [InlineData("remove-unit greeter/9", "unit \"greeter/9\" not found")]
    [InlineData("remove-unit greeter --num-units 7", "cannot remove 7 units of \"greeter\": it has 2")]
    [InlineData("remove-application nobody", "application \"nobody\" not found")]
    [InlineData("resolved greeter/0", "unit \"greeter/0\" is not in an error state")]
    [InlineData("resolved greeter/9", "unit \"greeter/9\" not found")]
    [InlineData("show-unit greeter/9", "unit \"greeter/9\" not found")]
    [InlineData("ssh greeter/9 true", "unit \"greeter/9\" not found")]
    [InlineData("ssh --container nothing greeter/0 true", "\"nothing\"")]
    [InlineData("exec --unit greeter/9 -- true", "unit \"greeter/9\" not found")]
    [InlineData("show-operation 999", "operation \"999\" not found")]
    [InlineData("show-task x", "task \"x\" not found")]
    [InlineData("status -m nowhere", "model \"nowhere\" not found")]
    [InlineData("add-model default", "model \"default\" already exists")]
    [InlineData("add-model Not_A_Name", "\"Not_A_Name\"")]
    [InlineData("destroy-model nowhere", "model \"nowhere\" not found")]
    [InlineData("destroy-controller other", "controller other not found")]
    public Task What_the_model_cannot_do_is_refused(string command, string message) => RefusedAsync(command, message, exitCode: 1);

    [Theory]
    [InlineData("dance", "\"dance\" is not a howdah command")]
    [InlineData("deploy", "Required argument missing")]
    [InlineData("deploy {greeter} other --storage data=", "invalid storage directive \"data=\"")]
    [InlineData("refresh greeter --path x --switch y", "--switch and --path are mutually exclusive")]
    [InlineData("model-config a b", "can only show one setting, or all of them")]
    [InlineData("show-status-log greeter/0 --type mood", "unexpected status type \"mood\"")]
    [InlineData("show-status-log greeter/0 -n 0", "-n and --days must be 1 or more")]
    [InlineData("trust greeter --scope world", "scope \"world\" not valid")]
    [InlineData("attach-resource greeter tool", "expected \"key=value\", got \"tool\"")]
    [InlineData("show-storage data", "invalid storage ID \"data\", expected something like pgdata/0")]
    [InlineData("add-secret x", "missing secret value or filename")]
    [InlineData("add-secret x key", "expected \"key=value\", got \"key\"")]
    [InlineData("add-secret x key#hex=00", "key \"key#hex\" not valid")]
    [InlineData("update-secret x", "at least one of the value")]
    [InlineData("show-secret x --reveal --revisions", "specify either --revisions or --reveal but not both")]
    [InlineData("status --format xml", "xml")]
    [InlineData("status --watch often", "invalid value \"often\" for option --watch")]
    [InlineData("scale-application greeter many", "invalid scale \"many\": expected a number")]
    [InlineData("run greeter greet", "invalid unit name \"greeter\"")]
    [InlineData("run greeter/0", "no action specified")]
    [InlineData("run greeter/0 greet name", "expected \"key=value\", got \"name\"")]
    [InlineData("remove-unit greeter", "invalid unit name \"greeter\"")]
    [InlineData("config greeter text loud", "can only show one option, or all of them")]
    [InlineData("config greeter text=x --reset text", "cannot set and reset key \"text\" at the same time")]
    [InlineData("debug-log --tail --no-tail", "setting --tail and --no-tail not valid")]
    [InlineData("debug-log --level LOUD", "level value \"LOUD\" is not one of")]
    [InlineData("wait-for application greeter --query status=", "unexpected")]
    [InlineData("wait-for", "say what to wait for")]
    [InlineData("exec -- true", "you must specify a target")]
    [InlineData("resolved", "no unit specified")]
    public Task What_makes_no_sense_is_a_usage_error(string command, string message) => RefusedAsync(command, message, exitCode: 2);

    [Theory]
    [InlineData("applications: [", "bundle.yaml")]
    [InlineData("just text", "bundle.yaml")]
    [InlineData("applications: {}", "at least one application must be specified")]
    [InlineData("bundle: openstack\napplications: {a: {charm: x}}", "bundle has an invalid type \"openstack\"")]
    [InlineData("applications: {a: {charm: x, colour: red}}", "colour")]
    [InlineData("aplications: {a: {charm: x}}", "aplications")]
    [InlineData("applications: {a: {charm: x}}\nrelations: [[a:y, b:z]]", "refers to application \"b\" not defined in this bundle")]
    [InlineData("applications: {a: {charm: x, scale: -1}}", "-1")]
    [InlineData("applications: {a: {charm: ./nowhere}}", "charm \"./nowhere\" not found")]
    public async Task A_bundle_that_is_wrong_deploys_nothing(string bundle, string message)
    {
        var folder = Directory.CreateTempSubdirectory("howdah-bundle-");
        try
        {
            var path = Path.Combine(folder.FullName, "bundle.yaml");
            await File.WriteAllTextAsync(path, bundle);
            await RefusedAsync($"deploy {path}", message, exitCode: 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task RefusedAsync(string command, string message, int exitCode)
    {
        var before = await ModelAsync();
        var result = await engine.Howdah.RunAsync(
            command.Replace("{greeter}", EngineFixture.Charm("greeter"), StringComparison.Ordinal)
                .Replace("{mason}", EngineFixture.Charm("mason"), StringComparison.Ordinal).Split(' '));
        Assert.Equal(exitCode, result.ExitCode);
        Assert.StartsWith("ERROR ", result.Error, StringComparison.Ordinal);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Equal(before, await ModelAsync());
    }

    private async Task<string> ModelAsync()
    {
        var status = await engine.Howdah.StatusAsync();
        status["controller"] = null;
        return status.ToJsonString();
    }
}
