using System.Text.Json;

namespace Howdah.Ops;

/// <summary>Statuses through hook commands (Juju contract 3.6).</summary>
internal static class StatusReader
{
    public static Status Read(HookTools tools, bool application)
    {
        var answer = tools.Json("status-get", "--include-data", application ? "--application=true" : "--application=false");
        if (application && answer.TryGetProperty("application-status", out var inner))
        {
            answer = inner;
        }

        return Status.Parse(Text(answer, "status"), Text(answer, "message"));
    }

    public static void Write(HookTools tools, Status status, bool application)
    {
        if (status.Kind is StatusKind.Unknown or StatusKind.Error)
        {
            throw new ArgumentException($"a charm cannot set the status \"{status.Word}\"", nameof(status));
        }

        tools.Run("status-set", application ? "--application=True" : "--application=False", status.Word, "--", status.Message);
    }

    private static string Text(JsonElement answer, string key) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(key, out var value) ? value.GetString() ?? "" : "";
}
