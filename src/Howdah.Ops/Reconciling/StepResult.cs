namespace Howdah.Ops;

/// <summary>How a step of a reconciliation ended.</summary>
public sealed record StepResult
{
    private StepResult(Status? status, bool goesOn)
    {
        Status = status;
        GoesOn = goesOn;
    }

    /// <summary>What the step is for is so; the next one runs.</summary>
    public static StepResult Done { get; } = new(null, true);

    /// <summary>The status to show, when it is not done.</summary>
    public Status? Status { get; }

    /// <summary>Whether the steps after it run.</summary>
    public bool GoesOn { get; }

    /// <summary>Somebody else must do something first; an event will tell. The steps after it do not run.</summary>
    public static StepResult Waiting(string reason) => new(Status.Waiting(reason), false);

    /// <summary>It is under way; an event will tell. The steps after it do not run.</summary>
    public static StepResult Maintenance(string reason) => new(Status.Maintenance(reason), false);

    /// <summary>A person must do something. The steps after it do not run.</summary>
    public static StepResult Blocked(string reason) => new(Status.Blocked(reason), false);

    /// <summary>The same, saying also to programs what is waited for (<c>howdah why</c>).</summary>
    public StepResult For(Need need) => new(Status?.For(need), GoesOn);

    /// <summary>The same, but the steps after it run all the same.</summary>
    public StepResult AndGoOn() => new(Status, true);
}

/// <summary>A step of a reconciliation: it checks before it acts, so it may run any number of times.</summary>
/// <param name="Name">What it is for, in a few words.</param>
/// <param name="Run">The step.</param>
public sealed record ReconcileStep(string Name, Func<CancellationToken, Task<StepResult>> Run)
{
    /// <summary>A step that needs nothing but the model.</summary>
    public ReconcileStep(string name, Func<StepResult> run)
        : this(name, _ => Task.FromResult(run()))
    {
    }
}
