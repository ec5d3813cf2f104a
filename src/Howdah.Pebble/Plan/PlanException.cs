namespace Howdah.Pebble.Plan;

/// <summary>A layer or plan that is refused; the message is for the client, worded as the reference words it.</summary>
internal sealed class PlanException(string message) : Exception(message);
