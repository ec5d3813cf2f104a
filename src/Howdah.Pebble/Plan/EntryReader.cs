namespace Howdah.Pebble.Plan;

/// <summary>Reads the entries of a layer's sections.</summary>
internal static class EntryReader
{
    public static ServiceConfig Service(string name, YamlFields fields)
    {
        var service = new ServiceConfig
        {
            Name = name,
            Summary = fields.String("summary"),
            Description = fields.String("description"),
            Startup = fields.String("startup"),
            Override = fields.String("override"),
            Command = fields.String("command"),
            After = fields.Strings("after"),
            Before = fields.Strings("before"),
            Requires = fields.Strings("requires"),
            Workload = fields.String("workload"),
            Environment = fields.Map("environment"),
            UserId = fields.Int("user-id"),
            User = fields.String("user"),
            GroupId = fields.Int("group-id"),
            Group = fields.String("group"),
            WorkingDir = fields.String("working-dir"),
            OnSuccess = fields.String("on-success"),
            OnFailure = fields.String("on-failure"),
            OnCheckFailure = fields.Map("on-check-failure", "map[string]plan.ServiceAction"),
            BackoffDelay = fields.Duration("backoff-delay"),
            BackoffFactor = fields.Float("backoff-factor"),
            BackoffLimit = fields.Duration("backoff-limit"),
            KillDelay = fields.Duration("kill-delay"),
        };
        fields.Done("plan.Service");
        return service;
    }

    public static CheckConfig Check(string name, YamlFields fields)
    {
        var check = new CheckConfig
        {
            Name = name,
            Override = fields.String("override"),
            Level = fields.String("level"),
            Startup = fields.String("startup"),
            Period = fields.Duration("period"),
            Timeout = fields.Duration("timeout"),
            Threshold = fields.Int("threshold"),
            Http = fields.Object("http", "plan.HTTPCheck") is { } http ? Http(http) : null,
            Tcp = fields.Object("tcp", "plan.TCPCheck") is { } tcp ? Tcp(tcp) : null,
            Exec = fields.Object("exec", "plan.ExecCheck") is { } exec ? Exec(exec) : null,
        };
        fields.Done("plan.Check");
        return check;
    }

    public static LogTarget Target(string name, YamlFields fields)
    {
        var target = new LogTarget
        {
            Name = name,
            Type = fields.String("type"),
            Location = fields.String("location"),
            Services = fields.Strings("services"),
            Override = fields.String("override"),
            Labels = fields.Map("labels"),
        };
        fields.Done("plan.LogTarget");
        return target;
    }

    public static Workload Workload(string name, YamlFields fields)
    {
        var workload = new Workload
        {
            Name = name,
            Override = fields.String("override"),
            Environment = fields.Map("environment"),
            UserId = fields.Int("user-id"),
            User = fields.String("user"),
            GroupId = fields.Int("group-id"),
            Group = fields.String("group"),
        };
        fields.Done("workloads.Workload");
        return workload;
    }

    private static HttpCheck Http(YamlFields fields)
    {
        var check = new HttpCheck { Url = fields.String("url"), Headers = fields.Map("headers") };
        fields.Done("plan.HTTPCheck");
        return check;
    }

    private static TcpCheck Tcp(YamlFields fields)
    {
        var check = new TcpCheck { Port = fields.Int("port"), Host = fields.String("host") };
        fields.Done("plan.TCPCheck");
        return check;
    }

    private static ExecCheck Exec(YamlFields fields)
    {
        var check = new ExecCheck
        {
            Command = fields.String("command"),
            ServiceContext = fields.String("service-context"),
            Environment = fields.Map("environment"),
            UserId = fields.Int("user-id"),
            User = fields.String("user"),
            GroupId = fields.Int("group-id"),
            Group = fields.String("group"),
            WorkingDir = fields.String("working-dir"),
        };
        fields.Done("plan.ExecCheck");
        return check;
    }
}
