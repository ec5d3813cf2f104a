using Howdah.Pebble.Client;

namespace Howdah.Charms.PostgresqlK8s.Guard;

/// <summary>By this a process beside PostgreSQL has the charm look at its member.</summary>
internal static class CharmNotice
{
    /// <summary>Tells it, when there is a Pebble to tell it by.</summary>
    /// <param name="program">Who tells it.</param>
    /// <param name="key">What has happened.</param>
    /// <param name="data">Details of it.</param>
    /// <returns>Whether there was nobody to tell or all went well.</returns>
    internal static async Task<bool> SendAsync(string program, string key, params IEnumerable<(string Key, string Value)> data)
    {
        if (Environment.GetEnvironmentVariable("PEBBLE_SOCKET") is not { Length: > 0 } socket)
        {
            return true;
        }

        try
        {
            using var pebble = new PebbleClient(socket);
            await pebble.NotifyAsync(key, data.ToDictionary(d => d.Key, d => d.Value, StringComparer.Ordinal));
            return true;
        }
        catch (PebbleException error)
        {
            await Console.Error.WriteLineAsync($"{program}: the charm could not be told of {key}: {error.Message}");
            return false;
        }
    }
}
