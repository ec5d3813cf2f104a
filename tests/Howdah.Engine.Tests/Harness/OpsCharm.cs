namespace Howdah.Engine.Tests.Harness;

/// <summary>The program that holds charms written with Ops, as the build made it, for the <c>dispatch</c> of a <see cref="ScriptedCharm"/>.</summary>
internal static class OpsCharm
{
    /// <summary>Lines of a script that go on as the charm of that program which metadata.yaml names.</summary>
    public static string Script { get; } = $"""
        export DOTNET_ROOT='{Path.GetDirectoryName(Environment.ProcessPath)}'
        exec '{Built.Program("tests", "Howdah.Ops.TestCharm", "Howdah.Ops.TestCharm")}'
        """;
}
