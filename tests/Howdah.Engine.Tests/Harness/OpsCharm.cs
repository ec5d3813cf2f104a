namespace Howdah.Engine.Tests.Harness;

/// <summary>The program that holds charms written with Ops, as the build made it, for the <c>dispatch</c> of a <see cref="ScriptedCharm"/>.</summary>
internal static class OpsCharm
{
    /// <summary>Lines of a script that go on as the charm of that program which metadata.yaml names.</summary>
    public static string Script { get; } = $"""
        export DOTNET_ROOT='{Path.GetDirectoryName(Environment.ProcessPath)}'
        exec '{Built.Program("tests", "Howdah.Ops.TestCharm", "Howdah.Ops.TestCharm")}'
        """;

    /// <summary>The options of its charm "everything".</summary>
    public const string EverythingConfig = """
        options:
          workers: { type: int, default: 2 }
          label: { type: string }
          fast: { type: boolean, default: false }
          ratio: { type: float, default: 0.5 }
          ca: { type: secret }
        """;
}
