using System.Text;
using System.Text.Json.Nodes;
using Howdah.Testbed;

namespace Howdah.EndToEnd.Tests;

/// <summary>Every secret that the model holds, looked for wherever it has no business.</summary>
[Collection(ClusterCollection.Name)]
public sealed class SecretsIntegrationTest(ClusterFixture fixture)
{
    private Installation Howdah => fixture.Cluster.Howdah;

    [Fact]
    public async Task No_secret_is_in_a_log_the_journal_a_status_an_argument_or_a_file_that_others_can_read()
    {
        await fixture.Cluster.SettledAsync(TimeSpan.FromSeconds(60));
        (await Howdah.RunAsync("run", "postgresql-k8s/leader", "set-password", "username=monitoring")).Expect();
        var secrets = await FindSecretsAsync();
        Assert.True(secrets.Count >= 7, $"only {secrets.Count} secrets");

        var places = new List<(string Name, string Text)>
        {
            ("debug-log", (await Howdah.RunAsync("debug-log", "--replay", "--no-tail")).Expect()),
            ("status", (await Howdah.RunAsync("status", "--format", "json")).Expect()),
        };
        foreach (var unit in (await fixture.Cluster.UnitsAsync()).Keys.Append("data-integrator/0").Append("etcd/0"))
        {
            places.Add(($"show-unit {unit}", (await Howdah.RunAsync("show-unit", unit, "--format", "json")).Expect()));
            places.Add(($"show-status-log {unit}", (await Howdah.RunAsync("show-status-log", unit)).Expect()));
            var hooks = JsonNode.Parse((await Howdah.RunAsync("show-hook", unit, "--format", "json")).Expect())!.AsArray();
            foreach (var hook in hooks.Select(h => h!["id"]!.ToJsonString()).TakeLast(20))
            {
                places.Add(($"show-hook {unit} {hook}", (await Howdah.RunAsync("show-hook", unit, hook, "--format", "json")).Expect()));
            }
        }

        places.AddRange(Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0]))
            .Select(d => ($"{d}/cmdline", Read(Path.Combine(d, "cmdline")))));
        places.AddRange(Directory.EnumerateFiles(Howdah.DataDirectory, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Where(f => File.GetUnixFileMode(f).HasFlag(UnixFileMode.OtherRead)).Select(f => (f, Read(f))));

        Assert.Empty(from place in places from secret in secrets where place.Text.Contains(secret.Value, StringComparison.Ordinal) select $"{secret.Key} in {place.Name}");
    }

    private async Task<Dictionary<string, string>> FindSecretsAsync()
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in JsonNode.Parse((await Howdah.RunAsync("secrets", "--format", "json")).Expect())!.AsObject().Select(s => s.Key))
        {
            var secret = JsonNode.Parse((await Howdah.RunAsync("show-secret", id, "--reveal", "--format", "json")).Expect())!.AsObject().Single().Value!;
            foreach (var (key, value) in secret["content"]!["Data"]!.AsObject().Where(c => c.Key.Contains("password", StringComparison.Ordinal)))
            {
                values[$"{id} {key}"] = (string)value!;
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
