using System.Text.Json;
using Howdah.Charms.SelfSignedCertificates;
using Howdah.Interfaces;
using Howdah.Ops;
using Howdah.Ops.Testing;

namespace Howdah.Charms.Tests.SelfSignedCertificates;

/// <summary>The CA and an application whose units ask it for certificates.</summary>
internal sealed class SigningScenario
{
    internal FixedTime Time { get; } = new();

    internal Scenario Scenario => new(c => new SelfSignedCertificatesCharm(c), CharmFiles.Read("self-signed-certificates")) { Time = Time };

    internal RelationState Relation { get; } = new("certificates") { RemoteApp = "db" };

    internal State Empty => new() { Leader = true };

    internal static CertificateNames Names { get; } = new("db-0", ["db-0", "db-0.db-endpoints"], [System.Net.IPAddress.Parse("127.60.0.10")]);

    /// <summary>The state in which each unit asks with these requests.</summary>
    internal State Asking(State state, params IReadOnlyList<string>[] requests) => state with
    {
        Relations =
        [
            (state.Relations.FirstOrDefault(r => r.Id == Relation.Id) ?? Relation) with
            {
                RemoteUnits = requests.Select((csrs, unit) => (csrs, unit)).ToDictionary(
                    u => u.unit,
                    u => (IReadOnlyDictionary<string, string>)CharmFiles.Data(("certificate_signing_requests", JsonSerializer.Serialize(
                        u.csrs.Select(csr => new Dictionary<string, object>(StringComparer.Ordinal) { ["certificate_signing_request"] = csr, ["ca"] = false }))))),
            },
        ],
    };

    internal async Task<State> RunAsync(Trigger trigger, State state) => (await Scenario.RunAsync(trigger, state)).State;

    /// <summary>What the application is given, as it would read it.</summary>
    internal IReadOnlyList<IssuedCertificate> Given(State state) => TlsCertificatesJson.ReadCertificates(
        state.Relation(Relation).LocalAppData.GetValueOrDefault("certificates"));

    /// <summary>Whether one who trusts the CAs of the second accepts the first.</summary>
    internal bool Accepts(IssuedCertificate shown, IssuedCertificate trusting) => CertificateChain.Holds(
        CertificateChain.Parse(CertificateChain.Shown(shown)), CertificateChain.Parse(CertificateChain.Trusted(trusting)), Time.Now);
}
