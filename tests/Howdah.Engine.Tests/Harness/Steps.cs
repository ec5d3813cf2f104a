namespace Howdah.Engine.Tests.Harness;

/// <summary>The steps of a bundle, in their order.</summary>
internal sealed class Steps : IProgress<string>
{
    public List<string> Lines { get; } = [];

    public void Report(string value) => Lines.Add(value);
}
