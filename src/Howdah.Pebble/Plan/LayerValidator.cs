using Howdah.Pebble.Text;

namespace Howdah.Pebble.Plan;

/// <summary>What can be said of a layer before it is combined with others.</summary>
internal static class LayerValidator
{
    private static readonly string[] _onSuccess = ["restart", "shutdown", "failure-shutdown", "ignore"];
    private static readonly string[] _onFailure = ["restart", "shutdown", "success-shutdown", "ignore"];

    /// <exception cref="PlanException">The first thing that is wrong.</exception>
    public static void Validate(Layer layer)
    {
        foreach (var (name, service) in layer.Services) Service(name, service);
        foreach (var (name, check) in layer.Checks) Check(name, check);
        foreach (var (name, target) in layer.LogTargets) Target(name, target);
        foreach (var (name, workload) in layer.Workloads)
        {
            if (string.IsNullOrEmpty(workload.Override)) throw new PlanException($"workload {GoQuote.Quote(name)}: must define an \"override\" policy");
            if (workload.Override is not ("merge" or "replace"))
            {
                throw new PlanException($"workload {GoQuote.Quote(name)}: has an invalid \"override\" policy: {GoQuote.Quote(workload.Override)}");
            }
        }
        if (layer.PairingMode is { } mode and not ("disabled" or "single" or "multiple"))
        {
            throw new PlanException($"invalid pairing mode {GoQuote.Quote(mode)}: should be \"disabled\", \"single\" or \"multiple\"");
        }
    }

    private static void Service(string name, ServiceConfig service)
    {
        if (name.Length == 0) throw new PlanException("cannot use empty string as service name");
        if (name is "pebble") throw new PlanException("cannot use reserved service name \"pebble\"");
        if (name[0] == '-') throw new PlanException($"cannot use service name {GoQuote.Quote(name)}: starting with \"-\" not allowed");
        var plan = $"plan service {GoQuote.Quote(name)}";
        if (service.Command is { } command)
        {
            try
            {
                ServiceCommand.Parse(command);
            }
            catch (FormatException wrong)
            {
                throw new PlanException($"{plan} command invalid: cannot parse service {GoQuote.Quote(name)} command: {wrong.Message}");
            }
        }
        Action(plan, "on-success", service.OnSuccess, _onSuccess);
        Action(plan, "on-failure", service.OnFailure, _onFailure);
        foreach (var action in service.OnCheckFailure.Values) Action(plan, "on-check-failure", action, _onFailure);
        if (service.BackoffFactor is { } factor and not >= 1) throw new PlanException($"{plan} backoff-factor must be 1.0 or greater, not {GoNumber.Format(factor)}");
    }

    private static void Action(string plan, string key, string? action, string[] allowed)
    {
        if (!string.IsNullOrEmpty(action) && !allowed.Contains(action, StringComparer.Ordinal))
        {
            throw new PlanException($"{plan} {key} action {GoQuote.Quote(action)} invalid");
        }
    }

    private static void Check(string name, CheckConfig check)
    {
        if (name.Length == 0) throw new PlanException("cannot use empty string as check name");
        var plan = $"plan check {GoQuote.Quote(name)}";
        if (check.Level is not (null or "" or "alive" or "ready")) throw new PlanException($"{plan} level must be \"alive\" or \"ready\"");
        if (check.Startup is not (null or "" or "enabled" or "disabled")) throw new PlanException($"{plan} startup must be \"enabled\" or \"disabled\"");
        if (check.Period == TimeSpan.Zero) throw new PlanException($"{plan} period must not be zero");
        if (check.Timeout == TimeSpan.Zero) throw new PlanException($"{plan} timeout must not be zero");
        if (check.Period < TimeSpan.Zero || check.Timeout < TimeSpan.Zero) throw new PlanException($"{plan} period and timeout must not be negative");
        if (check.Exec is not { } exec) return;
        try
        {
            if (exec.Command is { } command) ShellWords.Split(command);
        }
        catch (FormatException wrong)
        {
            throw new PlanException($"{plan} command invalid: {wrong.Message}");
        }
        try
        {
            Processes.Accounts.Resolve(exec.UserId, exec.User, exec.GroupId, exec.Group);
        }
        catch (Processes.AccountException wrong)
        {
            throw new PlanException($"{plan} has invalid user/group: {wrong.Message}");
        }
    }

    private static void Target(string name, LogTarget target)
    {
        var plan = $"log target {GoQuote.Quote(name)}";
        foreach (var label in target.Labels.Keys)
        {
            if (label.StartsWith("pebble_", StringComparison.Ordinal)) throw new PlanException($"{plan}: label {GoQuote.Quote(label)} uses reserved prefix \"pebble_\"");
        }
        if (target.Type is not (null or "" or "loki" or "opentelemetry" or "syslog"))
        {
            throw new PlanException($"{plan} has unsupported type {GoQuote.Quote(target.Type)}, must be \"loki\", \"opentelemetry\" or \"syslog\"");
        }
    }
}
