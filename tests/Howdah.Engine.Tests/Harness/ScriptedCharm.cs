namespace Howdah.Engine.Tests.Harness;

/// <summary>Writes charms whose <c>dispatch</c> is a shell script. Each dispatch notes a line before it does anything else.</summary>
internal static class ScriptedCharm
{
    private const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes a charm.</summary>
    /// <param name="charms">The folder of charms.</param>
    /// <param name="journal">The file that gets a line for each dispatch: unit, event, remote unit or application, and what else is telling.</param>
    /// <param name="metadata">Its <c>metadata.yaml</c>.</param>
    /// <param name="script">What it does, in bash; <c>$event</c> is the name of the hook or action.</param>
    /// <param name="config">Its <c>config.yaml</c>.</param>
    /// <param name="actions">Its <c>actions.yaml</c>.</param>
    public static void Write(
        string charms, string journal, string metadata, string script = "", string? config = null, string? actions = null)
    {
        var name = metadata.Split('\n')[0]["name: ".Length..].Trim();
        var directory = Directory.CreateDirectory(Path.Combine(charms, name)).FullName;
        File.WriteAllText(Path.Combine(directory, "metadata.yaml"), metadata);
        if (config is not null)
        {
            File.WriteAllText(Path.Combine(directory, "config.yaml"), config);
        }

        if (actions is not null)
        {
            File.WriteAllText(Path.Combine(directory, "actions.yaml"), actions);
        }

        var dispatch = Path.Combine(directory, "dispatch");
        File.WriteAllText(dispatch, $$"""
            #!/bin/bash
            event=${JUJU_DISPATCH_PATH##*/}
            about="${JUJU_REMOTE_UNIT:-$JUJU_REMOTE_APP}${JUJU_STORAGE_ID}${JUJU_NOTICE_KEY}${JUJU_PEBBLE_CHECK_NAME}${JUJU_SECRET_LABEL}"
            line="$JUJU_UNIT_NAME $event${about:+ $about}${JUJU_DEPARTING_UNIT:+ departing=$JUJU_DEPARTING_UNIT}"
            echo "$line" >> '{{journal}}'
            journal='{{journal}}'
            unit=$JUJU_UNIT_NAME
            app=${unit%/*}
            {{script}}
            exit 0
            """);
        File.SetUnixFileMode(dispatch, Executable);
    }
}
