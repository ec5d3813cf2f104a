using Howdah.HookTools;

namespace Howdah.Engine.Hooks;

/// <summary>Who answers the hook commands of one dispatch.</summary>
internal interface IHookAnswers
{
    /// <summary>Value of <c>JUJU_CONTEXT_ID</c>, which a command has to know.</summary>
    string Id { get; }

    /// <summary>Name of the unit.</summary>
    string Unit { get; }

    /// <summary>Answers a command.</summary>
    Task<HookResponse> AnswerAsync(HookRequest request, CancellationToken cancellationToken);
}
