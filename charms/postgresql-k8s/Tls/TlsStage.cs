namespace Howdah.Charms.PostgresqlK8s.Tls;

/// <summary>How a member takes connections.</summary>
internal enum TlsStage
{
    /// <summary>Without TLS.</summary>
    Plain,

    /// <summary>Both ways: PostgreSQL has a certificate, and uses the one of another that has one, but nobody has to.</summary>
    Offered,

    /// <summary>Only with TLS, PostgreSQL and Patroni alike, and it verifies the others.</summary>
    Required,
}

/// <summary>What a member knows when it decides how to take connections.</summary>
internal sealed record TlsFacts
{
    /// <summary>It holds a certificate.</summary>
    public bool HasCertificate { get; init; }

    /// <summary>The application is related to one that signs certificates.</summary>
    public bool IsRelated { get; init; }

    /// <summary>The leader has said that all have to use TLS.</summary>
    public bool IsAgreed { get; init; }

    /// <summary>Another member takes connections with TLS only, or a pooler verifies certificates, as they last said.</summary>
    public bool OthersRequire { get; init; }
}

/// <summary>
/// Decides how members come to TLS and leave it again, one after the other while they work.
/// <para>
/// Invariant: whoever requires TLS of others meets nobody who does not have it. All members offer it before the leader says that it is
/// required, and none gives it up before the leader has taken that back and every other one, and every pooler, has followed.
/// </para>
/// </summary>
internal static class TlsDecision
{
    /// <summary>How this member is to take connections.</summary>
    internal static TlsStage StageOf(TlsFacts facts) => facts switch
    {
        { HasCertificate: false } => TlsStage.Plain,
        { IsAgreed: true } => TlsStage.Required,
        { IsRelated: true } or { OthersRequire: true } => TlsStage.Offered,
        _ => TlsStage.Plain,
    };

    /// <summary>Whether the leader says that all have to use TLS.</summary>
    /// <param name="isAgreed">It has said so before.</param>
    /// <param name="isRelated">The application is related to one that signs certificates.</param>
    /// <param name="members">How each member takes connections, as it last said.</param>
    internal static bool IsAgreed(bool isAgreed, bool isRelated, IReadOnlyList<TlsStage> members) =>
        isRelated && (isAgreed || (members.Count > 0 && members.All(m => m >= TlsStage.Offered)));
}
