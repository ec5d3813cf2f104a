namespace Howdah.Pebble.State;

/// <summary>A task to be made; <paramref name="WaitFor"/> are indexes of earlier drafts of the same change.</summary>
internal sealed record TaskDraft(string Kind, string Summary, string Subject, int Lane, IReadOnlyList<int> WaitFor);
