using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Howdah.Testbed;

namespace Howdah.EndToEnd.Tests;

/// <summary>Every password and private key that a model holds, looked for wherever it has no business.</summary>
internal static class SecretSearch
{
    /// <summary>Fails when one is in a log, the journal, a status, an argument, or a file that others can read.</summary>
    /// <returns>How many were looked for.</returns>
    internal static async Task<int> FindsNothingAsync(PostgresCluster cluster)
    {
        var howdah = cluster.Howdah;
        var secrets = await FindSecretsAsync(howdah);
        var places = new List<(string Name, string Text)>
        {
            ("debug-log", (await howdah.RunAsync("debug-log", "--replay", "--no-tail")).Expect()),
            ("status", (await howdah.RunAsync("status", "--format", "json")).Expect()),
        };
        var units = from application in (await howdah.StatusAsync())["applications"]!.AsObject()
                    from unit in application.Value!["units"]?.AsObject() ?? []
                    select unit.Key;
        foreach (var unit in units)
        {
            places.Add(($"show-unit {unit}", (await howdah.RunAsync("show-unit", unit, "--format", "json")).Expect()));
            places.Add(($"show-status-log {unit}", (await howdah.RunAsync("show-status-log", unit)).Expect()));
            var hooks = JsonNode.Parse((await howdah.RunAsync("show-hook", unit, "--format", "json")).Expect())!.AsArray();
            foreach (var hook in hooks.Select(h => h!["id"]!.ToJsonString()).TakeLast(20))
            {
                places.Add(($"show-hook {unit} {hook}", (await howdah.RunAsync("show-hook", unit, hook, "--format", "json")).Expect()));
            }
        }

        places.AddRange(Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0]))
            .Select(d => ($"{d}/cmdline", Read(Path.Combine(d, "cmdline")))));
        places.AddRange(Directory.EnumerateFiles(howdah.DataDirectory, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Where(f => File.GetUnixFileMode(f).HasFlag(UnixFileMode.OtherRead)).Select(f => (f, Read(f))));

        Assert.Empty(
            from place in places
            from secret in secrets
            where place.Text.Contains(secret.Value, StringComparison.Ordinal) || place.Text.Contains(JsonEncodedText.Encode(secret.Value).Value, StringComparison.Ordinal)
            select $"{secret.Key} in {place.Name}");
        return secrets.Count;
    }

    private static async Task<Dictionary<string, string>> FindSecretsAsync(Installation howdah)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in JsonNode.Parse((await howdah.RunAsync("secrets", "--format", "json")).Expect())!.AsObject().Select(s => s.Key))
        {
            var secret = JsonNode.Parse((await howdah.RunAsync("show-secret", id, "--reveal", "--format", "json")).Expect())!.AsObject().Single().Value!;
            foreach (var (key, value) in secret["content"]!["Data"]!.AsObject().Where(c => c.Key.Contains("password", StringComparison.Ordinal)))
            {
                values[$"{id} {key}"] = (string)value!;
            }

            // Of a private key its first line: JSON writes the ends of lines in its own way.
            foreach (var (key, value) in secret["content"]!["Data"]!.AsObject().Where(c => ((string)c.Value!).StartsWith("-----BEGIN PRIVATE KEY", StringComparison.Ordinal)))
            {
                values[$"{id} {key}"] = ((string)value!).Split('\n')[1];
            }
        }

        return values;
    }

    private static string Read(string path)
    {
        try
        {
            return Encoding.Latin1.GetString(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // It is gone.
        }
    }
}
