using System.Text;
using Howdah.HookTools;

namespace Howdah.Engine.Journal;

/// <summary>Hook commands as they are kept. Those that say what is in a secret are kept without it.</summary>
internal static class RecordedCalls
{
    /// <summary>What stands for a value that is given to a secret.</summary>
    public const string Hidden = "<secret>";

    public static RecordedCall Of(HookRequest request, int exitCode, byte[] output, byte[] error) => new(
        request.Command,
        GivesSecret(request.Command) ? [.. request.Args.Select(HideValue)] : request.Args,
        GivesSecret(request.Command) ? null : Input(request),
        exitCode,
        Encoding.UTF8.GetString(output),
        Encoding.UTF8.GetString(error));

    /// <summary>True for a command whose arguments are content of a secret.</summary>
    public static bool GivesSecret(string command) => command is "secret-add" or "secret-set";

    private static string HideValue(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals <= 0 || argument[0] == '-' ? argument : $"{argument[..equals]}={Hidden}";
    }

    private static string? Input(HookRequest request)
    {
        var parts = (request.Files ?? new Dictionary<string, byte[]>(StringComparer.Ordinal))
            .OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => file.Value)
            .Prepend(request.Stdin ?? [])
            .Select(Encoding.UTF8.GetString)
            .Where(text => text.Length > 0)
            .ToList();
        return parts.Count == 0 ? null : string.Join('\n', parts);
    }
}
