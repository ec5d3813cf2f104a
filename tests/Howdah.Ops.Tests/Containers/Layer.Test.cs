namespace Howdah.Ops.Tests.Containers;

public sealed class LayerTests
{
    private static readonly Layer Full = new()
    {
        Summary = "all of it",
        Services = new Dictionary<string, Service>
        {
            ["main"] = new("run --flag \"a b\"")
            {
                Summary = "the: service",
                Enabled = true,
                After = ["first"],
                Requires = ["first"],
                Environment = new Dictionary<string, string> { ["B"] = "2", ["A"] = "yes" },
                User = "postgres",
                Group = "postgres",
                WorkingDirectory = "/tmp",
                OnSuccess = ServiceAction.Ignore,
                OnFailure = ServiceAction.SuccessShutdown,
                OnCheckFailure = new Dictionary<string, ServiceAction> { ["up"] = ServiceAction.Restart },
                BackoffDelay = TimeSpan.FromMilliseconds(250),
                BackoffFactor = 2,
                BackoffLimit = TimeSpan.FromSeconds(90),
                KillDelay = TimeSpan.FromSeconds(5),
            },
            ["first"] = new("sleep 1") { Override = Override.Merge, Enabled = false, UserId = 1, GroupId = 2, Before = ["main"] },
        },
        Checks = new Dictionary<string, Check>
        {
            ["up"] = new()
            {
                Level = CheckLevel.Alive,
                Period = TimeSpan.FromSeconds(1),
                Timeout = TimeSpan.FromMilliseconds(500),
                Threshold = 2,
                Http = new HttpCheck("http://localhost/x") { Headers = new Dictionary<string, string> { ["A"] = "b" } },
            },
            ["port"] = new() { Tcp = new TcpCheck(5432, "127.0.0.1") },
            ["command"] = new() { Enabled = false, Exec = new ExecCheck("true") { ServiceContext = "main", User = "u" } },
        },
        LogTargets = new Dictionary<string, LogTarget>
        {
            ["loki"] = new("loki", "http://loki:3100", ["all"]) { Labels = new Dictionary<string, string> { ["x"] = "y" } },
        },
    };

    [Fact]
    public void A_layer_is_written_as_Pebble_reads_it() => Assert.Equal(
        """
        summary: "all of it"
        services:
          first:
            override: merge
            startup: disabled
            command: "sleep 1"
            before:
            - "main"
            user-id: 1
            group-id: 2
          main:
            override: replace
            summary: "the: service"
            startup: enabled
            command: "run --flag \"a b\""
            after:
            - "first"
            requires:
            - "first"
            environment:
              "A": "yes"
              "B": "2"
            user: "postgres"
            group: "postgres"
            working-dir: "/tmp"
            on-success: ignore
            on-failure: success-shutdown
            on-check-failure:
              up: restart
            backoff-delay: 250ms
            backoff-factor: 2.0
            backoff-limit: 1m30s
            kill-delay: 5s
        checks:
          command:
            override: replace
            startup: disabled
            exec:
              command: "true"
              service-context: "main"
              user: "u"
          port:
            override: replace
            tcp:
              port: 5432
              host: "127.0.0.1"
          up:
            override: replace
            level: alive
            period: 1s
            timeout: 500ms
            threshold: 2
            http:
              url: "http://localhost/x"
              headers:
                "A": "b"
        log-targets:
          loki:
            override: replace
            type: loki
            location: "http://loki:3100"
            services:
            - "all"
            labels:
              "x": "y"

        """,
        Full.ToYaml());

    [Fact]
    public void What_is_written_is_read_again() => Assert.Equal(Full.ToYaml(), Layer.Parse(Full.ToYaml()).ToYaml());

    [Fact]
    public void A_plan_in_Pebbles_own_writing_is_read()
    {
        var layer = Layer.Parse("""
            services:
                srv1:
                    startup: enabled
                    override: replace
                    command: sleep 300
                    after:
                        - srv2
            checks:
                chk1:
                    override: replace
                    threshold: 3
                    exec:
                        command: /bin/true
            """);

        Assert.Equal((true, "sleep 300"), (layer.Services["srv1"].Enabled, layer.Services["srv1"].Command));
        Assert.Equal(["srv2"], layer.Services["srv1"].After);
        Assert.Equal("/bin/true", layer.Checks["chk1"].Exec?.Command);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    public void An_empty_plan_is_an_empty_layer(string yaml) => Assert.Empty(Layer.Parse(yaml).Services);

    [Theory]
    [InlineData("services: [")]
    [InlineData("- a list")]
    [InlineData("services: {a: {override: sometimes}}")]
    public void What_is_no_layer_is_refused(string yaml) => Assert.Throws<FormatException>(() => Layer.Parse(yaml));

    [Fact]
    public void A_layer_is_in_a_plan_that_says_the_same_of_its_entries()
    {
        var plan = Layer.Parse("""
            services:
              a: {override: replace, command: sleep 1}
              b: {override: replace, command: sleep 2}
            checks:
              c: {override: replace, threshold: 3, exec: {command: "true"}}
            """);
        var layer = new Layer
        {
            Services = new Dictionary<string, Service> { ["a"] = new("sleep 1") },
            Checks = new Dictionary<string, Check> { ["c"] = new() { Exec = new ExecCheck("true") } },
        };

        Assert.True(layer.IsIn(plan));
        Assert.False((layer with { Services = new Dictionary<string, Service> { ["a"] = new("sleep 9") } }).IsIn(plan));
        Assert.False((layer with { Services = new Dictionary<string, Service> { ["z"] = new("sleep 1") } }).IsIn(plan));
    }
}
