namespace Howdah.Server.Client.Units;

/// <summary>Why a unit is as it is.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Status">Its workload status.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="Reasons">What it waits for, the most telling first.</param>
/// <param name="Message">The status's message; null for none.</param>
public sealed record UnitExplanation(string Unit, string Status, string Since, IReadOnlyList<UnitReason> Reasons, string? Message = null);

/// <summary>One thing that a unit waits for.</summary>
/// <param name="Kind"><c>relation</c>, <c>option</c>, <c>unit</c>, <c>hook</c>, <c>check</c>, <c>container</c>, <c>place</c>, <c>removal</c> or <c>charm</c>.</param>
/// <param name="Text">What is the matter with it.</param>
/// <param name="Name">Which one; null when there is one only.</param>
/// <param name="Command">What to type for help; null when waiting is all there is to do.</param>
public sealed record UnitReason(string Kind, string Text, string? Name = null, string? Command = null);
