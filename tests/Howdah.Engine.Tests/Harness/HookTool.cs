namespace Howdah.Engine.Tests.Harness;

/// <summary>The hook command program.</summary>
internal static class HookTool
{
    public static string Path { get; } = Built.Program("src", "Howdah.HookTools", "hook-tool");
}
