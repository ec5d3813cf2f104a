namespace Howdah.Server.Api;

/// <summary>Who may call a path of the API.</summary>
internal enum Access
{
    /// <summary>Who operates the engine.</summary>
    Operator,

    /// <summary>Also the agent of the unit that the path names.</summary>
    OwnUnit,

    /// <summary>Also the agent of any unit.</summary>
    AnyUnit,
}

/// <summary>Who calls: the owner of the socket or of the operator's token, or the agent of a unit.</summary>
internal abstract record Caller
{
    /// <summary>Whether it may call a path.</summary>
    /// <param name="access">Who may.</param>
    /// <param name="model">The model that the path names, if any.</param>
    /// <param name="unit">The unit that the path names, if any.</param>
    public abstract bool May(Access access, string? model, string? unit);

    /// <summary>Who operates the engine.</summary>
    internal sealed record Operator : Caller
    {
        /// <inheritdoc/>
        public override bool May(Access access, string? model, string? unit) => true;
    }

    /// <summary>The agent of a unit.</summary>
    /// <param name="Model">The unit's model.</param>
    /// <param name="Name">Its name, <c>app/0</c>.</param>
    internal sealed record Unit(string Model, string Name) : Caller
    {
        /// <inheritdoc/>
        public override bool May(Access access, string? model, string? unit) => access switch
        {
            Access.AnyUnit => true,
            Access.OwnUnit => string.Equals(model, Model, StringComparison.Ordinal) && string.Equals(unit, Name, StringComparison.Ordinal),
            _ => false,
        };
    }
}
