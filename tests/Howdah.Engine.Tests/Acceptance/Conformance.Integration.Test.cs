namespace Howdah.Engine.Tests.Acceptance;

/// <summary>The checks of the Juju contract on hook commands, statuses, options, ports, state, relations, storage and resources.</summary>
public sealed class ConformanceTests(ConformanceEngine conform) : IClassFixture<ConformanceEngine>
{
    private const string Leader = "conform/0";
    private const string Other = "conform/1";

    [Fact]
    [Trait("Acceptance", "1")]
    [Trait("Acceptance", "2")]
    [Trait("Acceptance", "3")]
    public async Task Statuses_are_active_after_start_and_what_the_charm_sets()
    {
        Assert.All([Leader, Other], unit => Assert.Contains("start", conform.Engine.Told(unit)));
        foreach (var status in new[] { "blocked", "maintenance", "waiting", "active" })
        {
            Assert.Equal(
                $$$"""{"message":"about {{{status}}}","status":"{{{status}}}","status-data":{}}""",
                await conform.DoAsync(Other, $"status-set {status} 'about {status}'; status-get --include-data --format=json"));
        }

        Assert.Equal(
            """{"message":"","status":"active","status-data":{}}""",
            await conform.DoAsync(Other, "status-set active; status-get --include-data --format=json"));
        Assert.Contains("\"application-status\":{\"message\":\"\",\"status\":\"active\"", await conform.DoAsync(
            Leader, "status-get --application --include-data --format=json"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Acceptance", "4")]
    [Trait("Acceptance", "5")]
    public async Task Options_have_their_types_and_a_new_value_is_told()
    {
        Assert.Equal("""{"int-opt":42,"string-opt":"hello"}""", await conform.DoAsync(Leader, "config-get --format=json"));
        Assert.Equal("42\n\"hello\"", await conform.DoAsync(Leader, "config-get --format=json int-opt; config-get --format=json string-opt"));
        var before = conform.Engine.Told(Leader).Count(told => told == "config-changed");
        await conform.Engine.Model.SetConfigAsync(
            "conform", new Dictionary<string, string>(StringComparer.Ordinal) { ["int-opt"] = "43" }, [], CancellationToken.None);
        await conform.Engine.SettleAsync();
        Assert.Equal("43", await conform.DoAsync(Leader, "config-get int-opt"));
        Assert.Equal(before + 1, conform.Engine.Told(Leader).Count(told => told == "config-changed"));
        await conform.Engine.Model.SetConfigAsync("conform", new Dictionary<string, string>(StringComparer.Ordinal), ["int-opt"], CancellationToken.None);
        await conform.Engine.SettleAsync();
    }

    [Fact]
    [Trait("Acceptance", "6")]
    public async Task One_unit_leads() =>
        Assert.Equal(("true", "false"), (await conform.DoAsync(Leader, "is-leader --format=json"), await conform.DoAsync(Other, "is-leader --format=json")));

    [Fact]
    [Trait("Acceptance", "7")]
    public async Task Every_level_is_logged_and_odd_beginnings_survive()
    {
        foreach (var level in new[] { "TRACE", "DEBUG", "INFO", "WARNING", "ERROR" })
        {
            await conform.DoAsync(Leader, $"juju-log --log-level {level} -- '[{level}]'; juju-log -l {level} -- '-{level}'");
        }

        var lines = new List<LogEntry>();
        await foreach (var line in conform.Engine.Model.ReadLogAsync(new LogQuery { Include = [Leader], IncludeModules = ["unit.conform/0.juju-log"] }, CancellationToken.None))
        {
            lines.Add(line);
        }

        Assert.Contains(lines, line => line is { Level: "TRACE", Text: "[TRACE]" });
        Assert.Contains(lines, line => line is { Level: "ERROR", Text: "-ERROR" });
    }

    [Fact]
    [Trait("Acceptance", "8")]
    public async Task A_version_is_shown()
    {
        await conform.DoAsync(Leader, "application-version-set 1.2.3");
        Assert.Equal("1.2.3", conform.Unit(Leader).WorkloadVersion);
    }

    [Fact]
    [Trait("Acceptance", "9")]
    public async Task A_binding_has_addresses()
    {
        var network = await conform.DoAsync(Leader, "network-get peer --format=json");
        Assert.Contains($"\"value\":\"{conform.Unit(Leader).Address}\"", network, StringComparison.Ordinal);
        Assert.Contains($"\"ingress-addresses\":[\"{conform.Unit(Leader).Address}\"]", network, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Acceptance", "10")]
    [Trait("Acceptance", "11")]
    [Trait("Acceptance", "12")]
    [Trait("Acceptance", "13")]
    public async Task Ports_open_and_close()
    {
        Assert.Equal("[\"7000/tcp\"]\n[\"7000/tcp\",\"7000/udp\"]\n[\"7000/udp\"]\n[]", await conform.DoAsync(Leader, """
            open-port 7000/tcp; opened-ports --format=json; open-port 7000/udp; open-port 7000/udp; opened-ports --format=json
            close-port 7000/tcp; close-port 7000/tcp; opened-ports --format=json; close-port 7000/udp; opened-ports --format=json
            """));
        await conform.DoAsync(Leader, "open-port 7001/tcp");
        Assert.Equal("7001/tcp", Assert.Single(conform.Unit(Leader).Ports).ToString());
        Assert.Equal("7001/tcp", await conform.DoAsync(Leader, "opened-ports; close-port 7001/tcp"));
        Assert.Equal("7766/tcp (peer)", await conform.DoAsync(
            Leader, "open-port --endpoints peer 7766/tcp; opened-ports --endpoints; close-port --endpoints peer 7766/tcp; opened-ports --endpoints"));
    }

    [Fact]
    [Trait("Acceptance", "14")]
    [Trait("Acceptance", "15")]
    public async Task State_is_kept_with_any_text_and_thrown_away_with_a_failure()
    {
        Assert.Equal("va=l: 'q' \"d\"\nx\n{}", await conform.DoAsync(Leader, """
            printf '%s' '{"k e:y": "va=l: '"'"'q'"'"' \"d\"\nx"}' | state-set --file -
            state-get 'k e:y'; state-delete 'k e:y'; state-get --format=json
            """));
        await conform.DoAsync(Leader, "state-set kept=yes");
        Assert.Equal("yes", await conform.DoAsync(Leader, "state-get kept"));
        Assert.Equal(1, (await conform.Engine.ExecAsync(Leader, "state-set kept=no; exit 1")).ReturnCode);
        Assert.Equal("yes", await conform.DoAsync(Leader, "state-get kept; state-delete kept"));
    }

    [Fact]
    [Trait("Acceptance", "25")]
    public async Task The_goal_is_both_units()
    {
        var goal = await conform.DoAsync(Leader, "goal-state --format=json");
        Assert.Contains("\"conform/0\":{", goal, StringComparison.Ordinal);
        Assert.Contains("\"conform/1\":{", goal, StringComparison.Ordinal);
        Assert.Contains("\"peer\":{", goal, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Acceptance", "26")]
    [Trait("Acceptance", "27")]
    [Trait("Acceptance", "28")]
    [Trait("Acceptance", "29")]
    public async Task Peers_see_what_is_committed()
    {
        var told = conform.Engine.Told(Other).Count(line => line.StartsWith("peer-relation-changed", StringComparison.Ordinal));
        Assert.Equal("[\"peer:0\"]\n[\"conform/1\"]\nme", await conform.DoAsync(Leader, """
            relation-ids peer --format=json; relation-list -r peer:0 --format=json
            relation-set -r peer:0 who=me; relation-get -r peer:0 who conform/0
            """));
        await conform.Engine.SettleAsync();
        Assert.Equal(told + 1, conform.Engine.Told(Other).Count(line => line.StartsWith("peer-relation-changed", StringComparison.Ordinal)));
        Assert.Equal(1, (await conform.Engine.ExecAsync(Leader, "relation-set -r peer:0 who=nobody; exit 1")).ReturnCode);
        Assert.Equal("me", await conform.DoAsync(Other, "relation-get -r peer:0 who conform/0"));
        var wrong = await conform.Engine.ExecAsync(Leader, "relation-list -r 9999");
        Assert.Equal((2, "ERROR invalid value \"9999\" for option -r: relation not found\n"), (wrong.ReturnCode, wrong.Stderr));
        Assert.Equal(
            $"{{\"uuid\":\"{conform.Engine.Snapshot.Model.Uuid}\"}}\n{conform.Engine.Snapshot.Model.Uuid}",
            await conform.DoAsync(Leader, "relation-model-get -r peer:0 --format=json; echo $JUJU_MODEL_UUID"));
    }

    [Fact]
    [Trait("Acceptance", "30")]
    [Trait("Acceptance", "31")]
    public async Task Storage_is_there_and_more_comes_after_the_commit()
    {
        var own = Assert.Single(conform.Engine.Snapshot.StoragesOf(Leader)).Id;
        Assert.Equal($"[\"{own}\"]\n[\"{own}\"]\nfilesystem", await conform.DoAsync(
            Leader, $"storage-list --format=json; storage-list data --format=json; storage-get -s {own} kind; [ -d \"$(dirname $JUJU_CHARM_DIR)\" ]"));
        Assert.Equal($"[\"{own}\"]", await conform.DoAsync(Leader, "storage-add data=1; storage-list --format=json"));
        await conform.Engine.WaitAsync("the storage", model => model.StoragesOf(Leader).Count() == 2 && model.Units[Leader].Told.Storages.Count == 2);
        Assert.Equal(2, conform.Engine.Told(Leader).Count(told => told.StartsWith("data-storage-attached", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Acceptance", "35")]
    public async Task A_resource_is_a_path_without_a_line_break() =>
        Assert.EndsWith("/test-file.txt|content", await conform.DoAsync(
            Leader, "resource-get test-file; printf '|'; cat $(resource-get test-file)"), StringComparison.Ordinal);
}
