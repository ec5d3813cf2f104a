using System.Runtime.InteropServices;
using System.Text.Json;

namespace Howdah.Pebble.Cli;

/// <summary>Waits for a change, and aborts it on Ctrl-C.</summary>
internal static class ChangeWaiter
{
    /// <exception cref="CliException">The change failed; the message is its error.</exception>
    public static async Task<int> WaitAsync(Invocation invocation, string change)
    {
        if (invocation.Has("no-wait"))
        {
            Out.Line(change);
            return 0;
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            _ = invocation.Server.PostAsync($"/v1/changes/{change}", json => json.WriteString("action", "abort"));
        });
        while (true)
        {
            var result = await PollAsync(invocation.Server, change).ConfigureAwait(false);
            if (!result.GetProperty("ready").GetBoolean()) continue;
            if (result.TryGetProperty("err", out var error)) throw new CliException(error.GetString()!);
            return 0;
        }
    }

    private static async Task<JsonElement> PollAsync(Server server, string change)
    {
        try
        {
            return await server.GetAsync($"/v1/changes/{change}/wait?timeout=5s").ConfigureAwait(false);
        }
        catch (Client.PebbleApiException late) when (late.Code == 504)
        {
            return await server.GetAsync($"/v1/changes/{change}").ConfigureAwait(false);
        }
    }
}
