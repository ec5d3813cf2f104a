using Howdah.Pebble.Text;

namespace Howdah.Pebble.Plan;

/// <summary>Writes a plan as YAML; also the identity of an entry, for telling whether it changed.</summary>
internal static class PlanWriter
{
    public static string Write(CombinedPlan plan)
    {
        var yaml = new GoYaml();
        Section(yaml, "services", plan.Services, Service);
        Section(yaml, "checks", plan.Checks, Check);
        Section(yaml, "log-targets", plan.LogTargets, Target);
        Section(yaml, "workloads", plan.Workloads, Workload);
        if (plan.PairingMode is { } mode) yaml.Mapping("pairing", () => yaml.Field("mode", mode));
        return yaml.ToString();
    }

    public static string Write(ServiceConfig service) => Entry(yaml => Service(yaml, service));

    public static string Write(CheckConfig check) => Entry(yaml => Check(yaml, check));

    public static string Write(Workload workload) => Entry(yaml => Workload(yaml, workload));

    private static string Entry(Action<GoYaml> write)
    {
        var yaml = new GoYaml();
        write(yaml);
        return yaml.ToString();
    }

    private static void Section<T>(GoYaml yaml, string key, SortedDictionary<string, T> entries, Action<GoYaml, T> write)
    {
        if (entries.Count == 0) return;
        yaml.Mapping(key, () =>
        {
            foreach (var (name, entry) in entries) yaml.Mapping(name, () => write(yaml, entry));
        });
    }

    private static void Service(GoYaml yaml, ServiceConfig s)
    {
        yaml.Field("summary", s.Summary);
        yaml.Field("description", s.Description);
        yaml.Field("startup", s.Startup);
        yaml.Field("override", s.Override);
        yaml.Field("command", s.Command is { } command ? ServiceCommand.Parse(command).ToString() : null);
        yaml.Field("after", s.After);
        yaml.Field("before", s.Before);
        yaml.Field("requires", s.Requires);
        yaml.Field("workload", s.Workload);
        yaml.Field("environment", s.Environment);
        yaml.Field("user-id", s.UserId);
        yaml.Field("user", s.User);
        yaml.Field("group-id", s.GroupId);
        yaml.Field("group", s.Group);
        yaml.Field("working-dir", s.WorkingDir);
        yaml.Field("on-success", s.OnSuccess);
        yaml.Field("on-failure", s.OnFailure);
        yaml.Field("on-check-failure", s.OnCheckFailure);
        yaml.Field("backoff-delay", s.BackoffDelay);
        yaml.Field("backoff-factor", s.BackoffFactor);
        yaml.Field("backoff-limit", s.BackoffLimit);
        yaml.Field("kill-delay", s.KillDelay);
    }

    private static void Check(GoYaml yaml, CheckConfig c)
    {
        yaml.Field("override", c.Override);
        yaml.Field("level", c.Level);
        yaml.Field("startup", c.Startup);
        yaml.Field("period", c.Period);
        yaml.Field("timeout", c.Timeout);
        yaml.Field("threshold", c.ThresholdOrDefault);
        if (c.Http is { } http)
        {
            yaml.Mapping("http", () =>
            {
                yaml.Field("url", http.Url);
                yaml.Field("headers", http.Headers);
            });
        }
        if (c.Tcp is { } tcp)
        {
            yaml.Mapping("tcp", () =>
            {
                yaml.Field("port", tcp.Port);
                yaml.Field("host", tcp.Host);
            });
        }
        if (c.Exec is { } exec)
        {
            yaml.Mapping("exec", () =>
            {
                yaml.Field("command", exec.Command);
                yaml.Field("service-context", exec.ServiceContext);
                yaml.Field("environment", exec.Environment);
                yaml.Field("user-id", exec.UserId);
                yaml.Field("user", exec.User);
                yaml.Field("group-id", exec.GroupId);
                yaml.Field("group", exec.Group);
                yaml.Field("working-dir", exec.WorkingDir);
            });
        }
    }

    private static void Target(GoYaml yaml, LogTarget t)
    {
        yaml.Field("type", t.Type);
        yaml.Field("location", t.Location);
        if (t.Services.Count == 0) yaml.Plain("services", "[]");
        yaml.Field("services", t.Services);
        yaml.Field("override", t.Override);
        yaml.Field("labels", t.Labels);
    }

    private static void Workload(GoYaml yaml, Workload w)
    {
        yaml.Field("override", w.Override);
        yaml.Field("environment", w.Environment);
        yaml.Field("user-id", w.UserId);
        yaml.Field("user", w.User);
        yaml.Field("group-id", w.GroupId);
        yaml.Field("group", w.Group);
    }
}
