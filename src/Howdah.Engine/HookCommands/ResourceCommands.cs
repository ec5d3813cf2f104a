using Howdah.Engine.HookCommands.Output;

namespace Howdah.Engine.HookCommands;

/// <summary><c>resource-get</c>: the path of a resource's file, put where the charm can read it.</summary>
internal static class ResourceCommands
{
    public static IEnumerable<HookCommand> All { get; } =
        [new("resource-get", "<resource name>", "Get the path to the locally cached resource file", [], Get)];

    private static ValueTask<CommandOutput> Get(Invocation call)
    {
        var name = call.Args.At(0) ?? throw HookCommandException.Usage("missing required resource name");
        call.Args.AtMost(1);
        var context = call.Context;
        if (!context.Charm.Resources.TryGetValue(name, out var resource))
        {
            throw HookCommandException.Failed($"could not download resource: resource \"{name}\" not found");
        }

        if (!context.View.Applications[context.Application].Resources.TryGetValue(name, out var given))
        {
            throw HookCommandException.Failed($"could not download resource: no file was given for resource \"{name}\" when the charm was deployed");
        }

        var file = resource.FileName ?? "content.yaml";
        var folder = Path.Combine(context.AgentDirectory, "resources", name);
        try
        {
            Directory.CreateDirectory(folder);
            var target = Path.Combine(folder, file);
            if (resource.FileName is null)
            {
                File.WriteAllText(target, $"registrypath: {given}\n");
            }
            else if (!File.Exists(target) || File.GetLastWriteTimeUtc(target) != File.GetLastWriteTimeUtc(given))
            {
                File.Copy(given, target, overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw HookCommandException.Failed($"could not download resource: {e.Message}");
        }

        return ValueTask.FromResult(CommandOutput.Raw($"{context.CharmAgentDirectory}/resources/{name}/{file}"));
    }
}
