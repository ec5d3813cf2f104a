using System.Text.Json;

namespace Howdah.Server.Client.Operations;

/// <summary>Asks for an action on some units.</summary>
/// <param name="Units">Unit names, or <c>app/leader</c>.</param>
/// <param name="Action">Name of the action.</param>
/// <param name="Parameters">A JSON object.</param>
public sealed record ActionRequest(IReadOnlyList<string> Units, string Action, JsonElement Parameters);

/// <summary>Asks for a shell command in the hook context of some units.</summary>
/// <param name="Units">Unit names, or <c>app/leader</c>.</param>
/// <param name="Command">What bash runs.</param>
public sealed record HookCommandRequest(IReadOnlyList<string> Units, string Command);
