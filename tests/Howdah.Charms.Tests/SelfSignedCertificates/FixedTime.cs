namespace Howdah.Charms.Tests.SelfSignedCertificates;

/// <summary>A clock that a test sets; time that passes is real.</summary>
internal sealed class FixedTime : TimeProvider
{
    internal DateTimeOffset Now { get; set; } = new(2026, 7, 22, 9, 25, 22, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
