namespace Howdah.Cli.Terminals;

/// <summary>
/// Standard input, output and error as they are. Not <see cref="Console"/>'s streams: on a terminal those edit and echo whole lines, and
/// send control sequences of their own before the first byte.
/// </summary>
internal static class StandardStreams
{
    /// <summary>Standard input.</summary>
    public static Stream Input() => new DescriptorStream(0);

    /// <summary>Standard output.</summary>
    public static Stream Output() => new DescriptorStream(1);

    /// <summary>Standard error.</summary>
    public static Stream Error() => new DescriptorStream(2);
}
