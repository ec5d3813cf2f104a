namespace Howdah.Pebble.State;

/// <summary>A task that failed for a reason to tell; the message becomes the task's ERROR entry.</summary>
internal sealed class TaskFailure(string message) : Exception(message);
