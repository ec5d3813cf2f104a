using Howdah.Engine.Yaml;
using YamlDotNet.RepresentationModel;

namespace Howdah.Engine.Charms;

/// <summary>Does for a charm's source folder what packing it would have done.</summary>
internal static class CharmPacking
{
    private const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    // What packing keeps of charmcraft.yaml in metadata.yaml; the rest tells the packer how to build.
    private static readonly string[] Metadata =
    [
        "name", "title", "summary", "description", "maintainer", "maintainers", "website", "source", "issues", "docs", "tags", "categories", "terms",
        "subordinate", "provides", "requires", "peers", "extra-bindings", "containers", "resources", "storage", "devices", "assumes", "charm-user",
    ];

    /// <summary>Completes an unpacked charm: splits a <c>charmcraft.yaml</c>, and writes the <c>dispatch</c> of a Python charm that has none.</summary>
    public static void Complete(string directory)
    {
        var source = Path.Combine(directory, "charmcraft.yaml");
        if (!File.Exists(Path.Combine(directory, "metadata.yaml")) && File.Exists(source))
        {
            Split(directory, File.ReadAllText(source));
        }

        var dispatch = Path.Combine(directory, "dispatch");
        if (!File.Exists(dispatch) && File.Exists(Path.Combine(directory, "src/charm.py")))
        {
            File.WriteAllText(dispatch, Dispatch);
            File.SetUnixFileMode(dispatch, Executable);
        }
    }

    private const string Dispatch = """
        #!/bin/sh
        # The charm's own Python where it brings one, and its libraries before those of the system.
        python=python3
        [ ! -x venv/bin/python3 ] || python=venv/bin/python3
        for packages in venv/lib/python3*/site-packages venv; do
            [ ! -d "$packages" ] || libraries=$libraries:$packages
        done
        export PYTHONPATH="lib:src$libraries" JUJU_DISPATCH_PATH="${JUJU_DISPATCH_PATH:-$0}"
        exec "$python" src/charm.py

        """;

    private static void Split(string directory, string text)
    {
        var all = YamlSection.Parse(text, "charmcraft.yaml");
        if (all.Text("type") is { } type and not "charm")
        {
            throw all.Error("type", $"expected charm, got \"{type}\"");
        }

        Write(directory, "metadata.yaml", new YamlMappingNode(Metadata
            .Where(key => all.Node(key) is not null)
            .Select(key => KeyValuePair.Create<YamlNode, YamlNode>(key, all.Node(key)!))));
        foreach (var (key, file) in new[] { ("config", "config.yaml"), ("actions", "actions.yaml") })
        {
            if (all.Node(key) is YamlMappingNode { Children.Count: > 0 } part && !File.Exists(Path.Combine(directory, file)))
            {
                Write(directory, file, part);
            }
        }

        if (!File.Exists(Path.Combine(directory, "manifest.yaml")))
        {
            Write(directory, "manifest.yaml", Manifest(all));
        }
    }

    // "base: ubuntu@24.04" and the older list "bases"; what neither says is left out.
    private static YamlMappingNode Manifest(YamlSection all)
    {
        var bases = all.Text("base")?.Split('@', 2) is [var name, var channel]
            ? new YamlSequenceNode(new YamlMappingNode("name", name, "channel", channel))
            : all.Node("bases") as YamlSequenceNode ?? [];
        return new YamlMappingNode("bases", bases);
    }

    private static void Write(string directory, string file, YamlMappingNode content)
    {
        using var writer = new StreamWriter(Path.Combine(directory, file)) { NewLine = "\n" };
        new YamlStream(new YamlDocument(content)).Save(writer, assignAnchors: false);
    }
}
