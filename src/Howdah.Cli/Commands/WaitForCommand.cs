using System.CommandLine;
using Howdah.Cli.Invocation;
using Howdah.Cli.Parsing;
using Howdah.Cli.WaitFor;
using Howdah.Server.Client.Status;

namespace Howdah.Cli.Commands;

/// <summary><c>howdah wait-for</c>: waits until the model is as wanted.</summary>
internal sealed class WaitForCommand : EngineCommand
{
    public WaitForCommand()
        : base(
            "wait-for",
            "Wait until an application, a unit or the model is as wanted",
            "wait-for application postgresql-k8s",
            "wait-for unit postgresql-k8s/0 --query 'workload-status==\"active\" && agent-status==\"idle\"'",
            "wait-for application postgresql-k8s --query 'len(units)==5 && forEach(units, u => u.workload-status==\"active\")' --timeout 2m",
            "wait-for application data-integrator --query 'life==\"dead\"'")
    {
        Add(new Of("application", "postgresql-k8s", "life==\"alive\" && status==\"active\"", QueryScopes.OfApplication, DescribeApplication));
        Add(new Of("unit", "postgresql-k8s/0", "life==\"alive\" && workload-status==\"active\"", QueryScopes.OfUnit, DescribeUnit));
        Add(new Of(
            "model",
            "default",
            "life==\"alive\" && status==\"available\"",
            (status, _) => QueryScopes.OfModel(status),
            (status, name) => $"model \"{name}\" is {status.Model.Status.Current}"));
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(Call call, CancellationToken cancellationToken) =>
        throw CliException.BadUsage("say what to wait for: application, unit or model");

    private static string DescribeApplication(FullStatus status, string name) => status.Applications.TryGetValue(name, out var application)
        ? $"application \"{name}\" is {Show(application.Status)}, {application.Units?.Count ?? 0} of {application.Scale} units"
        : $"application \"{name}\" is not there";

    private static string DescribeUnit(FullStatus status, string name) =>
        status.Applications.TryGetValue(name.Split('/')[0], out var application) && application.Units is { } units && units.TryGetValue(name, out var unit)
            ? $"unit \"{name}\" is {Show(unit.Workload)}, its agent {unit.Agent.Current}"
            : $"unit \"{name}\" is not there";

    private static string Show(StatusValue status) => string.IsNullOrEmpty(status.Message) ? status.Current : $"{status.Current} ({status.Message})";

    /// <summary>One of the things that can be waited for.</summary>
    private sealed class Of : EngineCommand
    {
        private readonly Argument<string> _name = new("name") { Description = "Its name" };
        private readonly Option<string> _query;
        private readonly Option<TimeSpan?> _timeout = DurationOption.Create("--timeout", "How long to wait at most (default: 10m)");
        private readonly Option<bool> _summary = new("--summary") { Description = "Accepted for Juju's sake; changes are always shown" };
        private readonly Func<FullStatus, string, IReadOnlyDictionary<string, object>> _scope;
        private readonly Func<FullStatus, string, string> _describe;
        private readonly string _kind;

        public Of(
            string kind,
            string example,
            string query,
            Func<FullStatus, string, IReadOnlyDictionary<string, object>> scope,
            Func<FullStatus, string, string> describe)
            : base(kind, $"Wait until {(kind == "model" ? "the" : "one")} {kind} is as wanted", $"wait-for {kind} {example} --timeout 2m")
        {
            (_kind, _scope, _describe) = (kind, scope, describe);
            _query = new Option<string>("--query")
            {
                Description = $"What has to be true (default: {query})",
                HelpName = "query",
                DefaultValueFactory = _ => query,
            };
            Add(_name);
            Add(_query);
            Add(_timeout);
            Add(_summary);
        }

        /// <inheritdoc/>
        public override async Task<int> RunAsync(Call call, CancellationToken cancellationToken)
        {
            var name = call.Get(_name);
            if (_kind == "unit")
            {
                UnitName.Require(name);
            }

            await Waiter.WaitAsync(
                _kind == "model" ? call.ForModel(name) : call,
                call.Get(_query)!,
                call.Get(_timeout) ?? TimeSpan.FromMinutes(10),
                status => _scope(status, name),
                status => _describe(status, name),
                cancellationToken).ConfigureAwait(false);
            return 0;
        }
    }
}
