using System.Text.RegularExpressions;

namespace Howdah.Ops;

/// <summary>What a dispatch is about, from its variables (Juju contract 2.3, 2.4).</summary>
internal static partial class EventReader
{
    /// <summary>Kind of the event; null when there is none to tell.</summary>
    public static string? KindOf(HookEnvironment environment)
    {
        if (environment.ActionName is { } action)
        {
            return $"{action.Replace('-', '_')}_action";
        }

        return environment.HookName?.Replace('-', '_');
    }

    /// <summary>What the event is made of.</summary>
    public static Dictionary<string, string> SnapshotOf(HookEnvironment environment)
    {
        var snapshot = new Dictionary<string, string>(StringComparer.Ordinal);
        if (environment.ActionName is not null)
        {
            snapshot["id"] = environment.Find("JUJU_ACTION_UUID") ?? "";
            return snapshot;
        }

        var hook = environment.HookName ?? "";
        if (RelationHook().IsMatch(hook))
        {
            AddRelation(environment, snapshot);
            Require("JUJU_REMOTE_UNIT", "unit", hook.EndsWith("-joined", StringComparison.Ordinal)
                || hook.EndsWith("-departed", StringComparison.Ordinal));
            Require("JUJU_DEPARTING_UNIT", "departing-unit", needed: false);
        }
        else if (StorageHook().IsMatch(hook))
        {
            var id = environment.Require("JUJU_STORAGE_ID").Split('/');
            snapshot["name"] = id[0];
            snapshot["index"] = id[1];
            Require("JUJU_STORAGE_LOCATION", "location", needed: false);
        }
        else if (hook.StartsWith("secret-", StringComparison.Ordinal))
        {
            Require("JUJU_SECRET_ID", "id", needed: true);
            Require("JUJU_SECRET_LABEL", "label", needed: false);
            Require("JUJU_SECRET_REVISION", "revision", hook is "secret-expired" or "secret-remove");
        }
        else if (hook.EndsWith("-pebble-custom-notice", StringComparison.Ordinal))
        {
            Require("JUJU_NOTICE_ID", "notice-id", needed: true);
            Require("JUJU_NOTICE_TYPE", "notice-type", needed: true);
            Require("JUJU_NOTICE_KEY", "notice-key", needed: true);
        }
        else if (CheckHook().IsMatch(hook))
        {
            Require("JUJU_PEBBLE_CHECK_NAME", "check", needed: true);
        }

        return snapshot;

        void Require(string variable, string key, bool needed)
        {
            if ((needed ? environment.Require(variable) : environment.Find(variable)) is { } value)
            {
                snapshot[key] = value;
            }
        }
    }

    private static void AddRelation(HookEnvironment environment, Dictionary<string, string> snapshot)
    {
        var id = environment.Require("JUJU_RELATION_ID");
        snapshot["endpoint"] = environment.Require("JUJU_RELATION");
        snapshot["relation"] = id[(id.LastIndexOf(':') + 1)..];
        var app = environment.Find("JUJU_REMOTE_APP") ?? environment.Find("JUJU_REMOTE_UNIT")?.Split('/')[0];
        if (app is not null)
        {
            snapshot["app"] = app;
        }
    }

    [GeneratedRegex("-relation-(created|joined|changed|departed|broken)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RelationHook();

    [GeneratedRegex("-storage-(attached|detaching)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StorageHook();

    [GeneratedRegex("-pebble-check-(failed|recovered)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CheckHook();
}
