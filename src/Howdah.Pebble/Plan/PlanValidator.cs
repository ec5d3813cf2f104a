using Howdah.Pebble.Text;

namespace Howdah.Pebble.Plan;

/// <summary>What must hold for the combined plan.</summary>
internal static class PlanValidator
{
    /// <exception cref="PlanException">The first thing that is wrong.</exception>
    public static void Validate(CombinedPlan plan)
    {
        foreach (var (name, service) in plan.Services)
        {
            if (string.IsNullOrEmpty(service.Command)) throw new PlanException($"plan must define \"command\" for service {GoQuote.Quote(name)}");
        }
        foreach (var (name, check) in plan.Checks) Check(plan, GoQuote.Quote(name), check);
        foreach (var (name, target) in plan.LogTargets) Target(plan, GoQuote.Quote(name), target);
        foreach (var (name, service) in plan.Services) Workload(plan, GoQuote.Quote(name), service);
        ServiceOrder.Check(plan.Services);
    }

    private static void Check(CombinedPlan plan, string name, CheckConfig check)
    {
        var kinds = (check.Http is null ? 0 : 1) + (check.Tcp is null ? 0 : 1) + (check.Exec is null ? 0 : 1);
        if (check.Http is { Url: null or "" }) throw new PlanException($"plan must set \"url\" for http check {name}");
        if (check.Tcp is { Port: null or 0 }) throw new PlanException($"plan must set \"port\" for tcp check {name}");
        if (check.Exec is { Command: null or "" }) throw new PlanException($"plan must set \"command\" for exec check {name}");
        if (kinds != 1) throw new PlanException($"plan must specify one of \"http\", \"tcp\", or \"exec\" for check {name}");
        if (check.Exec?.ServiceContext is { Length: > 0 } context && !plan.Services.ContainsKey(context))
        {
            throw new PlanException($"plan check {name} service context specifies non-existent service {GoQuote.Quote(context)}");
        }
    }

    private static void Target(CombinedPlan plan, string name, LogTarget target)
    {
        if (string.IsNullOrEmpty(target.Type)) throw new PlanException($"plan must define \"type\" (\"loki\", \"opentelemetry\" or \"syslog\") for log target {name}");
        if (string.IsNullOrEmpty(target.Location)) throw new PlanException($"plan must define \"location\" for log target {name}");
        foreach (var selector in target.Services)
        {
            var service = selector.TrimStart('-');
            if (service is not "all" && !plan.Services.ContainsKey(service))
            {
                throw new PlanException($"log target {name} specifies unknown service {GoQuote.Quote(service)}");
            }
        }
    }

    private static void Workload(CombinedPlan plan, string name, ServiceConfig service)
    {
        if (string.IsNullOrEmpty(service.Workload)) return;
        if (!plan.Workloads.ContainsKey(service.Workload)) throw new PlanException($"workload {GoQuote.Quote(service.Workload)}: not defined for service {name}");
        if (service.UserId is not null || service.User is not null)
        {
            throw new PlanException($"plan service {name} cannot have user information and a workload at the same time");
        }
        if (service.GroupId is not null || service.Group is not null)
        {
            throw new PlanException($"plan service {name} cannot have group information and a workload at the same time");
        }
    }
}
