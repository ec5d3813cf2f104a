using System.Text;
using System.Text.Json;
using Howdah.Pebble.Api;
using Howdah.Pebble.Identities;
using Howdah.Pebble.Native;
using Howdah.Pebble.Text;

namespace Howdah.Pebble.Daemon;

/// <summary>Events that a security audit looks for, as one-line JSON in the daemon's log.</summary>
internal static class SecurityLog
{
    public static void Started() => Write("WARN", $"sys_startup:{Libc.GetUid()}", "Starting daemon");

    public static void Stopping() => Write("WARN", $"sys_shutdown:{Libc.GetUid()}", "Shutting down daemon");

    /// <summary>An admin used a power: <c>exec</c>, <c>add_layer</c>, <c>pull_file</c> or <c>push_file</c>.</summary>
    public static void Admin(Caller caller, string action, string description) => Write("WARN", $"authz_admin:{User(caller)},{action}", description);

    public static void Refused(Caller caller, string path) => Write("CRITICAL", $"authz_fail:{User(caller)},{path}", "Access to the resource was refused");

    public static void MonitorDisabled(Caller caller, string check) => Write("WARN", $"sys_monitor_disabled:{User(caller)},{check}", $"Stopping check {check}");

    public static void IdentityChanged(Caller caller, IdentityChange change)
    {
        var step = change.Step switch { IdentityStep.Created => "created", IdentityStep.Updated => "updated", _ => "deleted" };
        Write("WARN", $"user_{step}:{User(caller)},{change.Name}", $"Identity {change.Name} {step}");
    }

    private static string User(Caller caller) => caller.Name ?? (caller.Uid is { } uid ? $"{uid}" : "<unknown>");

    private static void Write(string level, string name, string description)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Respond.JsonOptions))
        {
            json.WriteStartObject();
            json.WriteString("type", "security");
            json.WriteString("datetime", GoTime.Log(TimeProvider.System.GetUtcNow()));
            json.WriteString("level", level);
            json.WriteString("event", name);
            json.WriteString("description", description);
            json.WriteString("appid", "pebble");
            json.WriteEndObject();
        }
        DaemonLog.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
