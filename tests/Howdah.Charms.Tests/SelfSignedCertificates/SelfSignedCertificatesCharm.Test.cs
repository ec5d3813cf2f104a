using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Howdah.Interfaces;
using Howdah.Ops;
using Howdah.Ops.Testing;

namespace Howdah.Charms.Tests.SelfSignedCertificates;

public sealed class SelfSignedCertificatesCharmTest
{
    private readonly SigningScenario _ca = new();

    private static string Request()
    {
        using var key = CertificateKey.Generate();
        return key.Request(SigningScenario.Names);
    }

    private async Task<string> FailureAsync(string action, State state) =>
        (await Assert.ThrowsAsync<ActionFailedException>(() => _ca.Scenario.RunAsync(Trigger.Action(action), state))).Message;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_request_gets_exactly_one_certificate_of_its_own_key_and_names(int seed)
    {
        var random = new Random(seed);
        var keys = Enumerable.Range(0, 6).Select(n => n % 3 == 0 ? RsaKey() : CertificateKey.Generate()).ToList();
        var requests = keys.ConvertAll(k => k.Request(SigningScenario.Names));
        var units = Enumerable.Range(0, 4).Select(_ => (IReadOnlyList<string>)[.. random.GetItems(requests.ToArray(), 3).Distinct(StringComparer.Ordinal)]).ToArray();
        var asked = units.SelectMany(u => u).Distinct(StringComparer.Ordinal).ToList();

        var given = _ca.Given(await _ca.RunAsync(Trigger.RelationChanged(_ca.Relation, 0), _ca.Asking(_ca.Empty, units)));

        Assert.Equal(asked.Order(StringComparer.Ordinal), given.Select(g => g.CertificateSigningRequest).Order(StringComparer.Ordinal));
        Assert.All(given, g =>
        {
            using var certificate = X509Certificate2.CreateFromPem(g.Certificate);
            Assert.True(keys[requests.IndexOf(g.CertificateSigningRequest)].IsOf(certificate));
            Assert.True(certificate.MatchesHostname("db-0.db-endpoints") && certificate.MatchesHostname("127.60.0.10"));
            Assert.False(certificate.MatchesHostname("db-1") || certificate.MatchesHostname("127.60.0.11"));
            Assert.True(_ca.Accepts(g, g));
        });
    }

    [Fact]
    public async Task A_second_look_signs_nothing_anew_and_a_request_that_went_takes_its_certificate_along()
    {
        string[] requests = [Request(), Request()];
        var first = await _ca.RunAsync(Trigger.Start, _ca.Asking(_ca.Empty, [requests[0]], [requests[1]]));
        var second = await _ca.Scenario.RunAsync(Trigger.UpdateStatus, first);
        var third = await _ca.RunAsync(Trigger.UpdateStatus, _ca.Asking(first, [requests[1]]));

        Assert.Equal(Status.Active(), second.State.UnitStatus);
        Assert.DoesNotContain(second.Commands, c => c.Command is "relation-set" or "secret-set" or "secret-add");
        Assert.Equal(_ca.Given(first).Single(g => g.CertificateSigningRequest == requests[1]).Certificate, Assert.Single(_ca.Given(third)).Certificate);
    }

    [Fact]
    public async Task After_a_change_of_the_CA_nobody_refuses_anybody_until_the_former_one_is_retired()
    {
        var before = await _ca.RunAsync(Trigger.Start, _ca.Asking(_ca.Empty, [Request()], [Request()]));
        var after = await _ca.RunAsync(Trigger.Action("rotate-ca"), before);
        var retired = await _ca.RunAsync(Trigger.Action("retire-ca"), after);

        // Units take what is new one after the other, so each must be good for each: the member that is old for one that is new, and back.
        var (old, recent, last) = (_ca.Given(before), _ca.Given(after), _ca.Given(retired));
        Assert.All(from shown in old.Concat(recent) from trusting in old.Concat(recent) select (shown, trusting), p => Assert.True(_ca.Accepts(p.shown, p.trusting)));
        Assert.All(from shown in recent.Concat(last) from trusting in recent.Concat(last) select (shown, trusting), p => Assert.True(_ca.Accepts(p.shown, p.trusting)));
        Assert.All(old, o => Assert.False(_ca.Accepts(o, last[0])));
        Assert.Equal(recent.Select(c => c.Certificate), last.Select(c => c.Certificate));
        Assert.NotEqual(old[0].Certificate, recent[0].Certificate);
        Assert.DoesNotContain(recent, c => c.Ca == old[0].Ca);
    }

    [Fact]
    public async Task The_overlap_ends_by_itself_and_until_then_the_CA_is_not_changed_again()
    {
        var before = await _ca.RunAsync(Trigger.Start, _ca.Asking(_ca.Empty, [Request()]));
        var after = await _ca.RunAsync(Trigger.Action("rotate-ca"), before);
        Assert.Equal(
            "The former CA is still trusted, until 2026-08-21T09:25:22Z: end that with the action retire-ca first", await FailureAsync("rotate-ca", after));

        _ca.Time.Now += TimeSpan.FromDays(29);
        Assert.True(_ca.Accepts(_ca.Given(before)[0], _ca.Given(await _ca.RunAsync(Trigger.UpdateStatus, after))[0]));
        _ca.Time.Now += TimeSpan.FromDays(1);
        var later = await _ca.RunAsync(Trigger.UpdateStatus, after);

        Assert.False(_ca.Accepts(_ca.Given(before)[0], _ca.Given(later)[0]));
        Assert.True(_ca.Accepts(_ca.Given(after)[0], _ca.Given(later)[0]));
        Assert.Equal("There is no former CA that is still trusted", await FailureAsync("retire-ca", later));
    }

    [Fact]
    public async Task A_CA_that_ends_soon_and_one_of_another_name_are_replaced_as_by_the_action()
    {
        var first = await _ca.RunAsync(Trigger.Start, _ca.Asking(_ca.Empty, [Request()]));
        _ca.Time.Now += TimeSpan.FromDays(3650 - (2 * 365) + 1);
        var second = await _ca.RunAsync(Trigger.UpdateStatus, _ca.Asking(first, [Request()]));
        Assert.Equal(3, _ca.Given(second)[0].Chain.Count(c => c != _ca.Given(second)[0].Certificate));

        var named = second with { Config = new Dictionary<string, object>(StringComparer.Ordinal) { ["ca-common-name"] = "Another" } };
        var waiting = await _ca.RunAsync(Trigger.ConfigChanged, named);
        Assert.Equal(StatusKind.Waiting, waiting.UnitStatus.Kind);
        var third = await _ca.RunAsync(Trigger.Action("retire-ca"), waiting);

        Assert.Equal(Status.Active(), third.UnitStatus);
        using var authority = X509Certificate2.CreateFromPem(_ca.Given(third)[0].Ca);
        Assert.Equal("Another", authority.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        Assert.True(_ca.Accepts(_ca.Given(second)[0], _ca.Given(third)[0]));
    }

    [Fact]
    public async Task What_is_no_request_or_of_another_key_or_asks_to_be_a_CA_is_not_signed_and_hinders_no_other()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var greedy = new CertificateRequest("CN=greedy", key, HashAlgorithmName.SHA256);
        greedy.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var forged = greedy.CreateSigningRequest();
        forged[^1] ^= 1;
        string[] asked = [Request(), greedy.CreateSigningRequestPem(), PemEncoding.WriteString("CERTIFICATE REQUEST", forged), "nothing"];

        var state = await _ca.RunAsync(Trigger.Start, _ca.Asking(_ca.Empty, asked));

        Assert.Equal(asked[..2], _ca.Given(state).Select(g => g.CertificateSigningRequest));
        using var certificate = X509Certificate2.CreateFromPem(_ca.Given(state)[1].Certificate);
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal(StatusKind.Blocked, state.UnitStatus.Kind);
        Assert.StartsWith("2 requests are not signed", state.UnitStatus.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("certificate-validity", "1 day")]
    [InlineData("certificate-validity", "0d")]
    [InlineData("certificate-validity", "99999999999d")]
    [InlineData("certificate-validity", "")]
    [InlineData("root-ca-validity", "364d")]
    [InlineData("root-ca-validity", "-1h")]
    [InlineData("ca-overlap", "30s")]
    [InlineData("ca-common-name", "")]
    public async Task An_option_that_cannot_be_is_said_and_changes_nothing(string option, string value)
    {
        var signed = await _ca.RunAsync(Trigger.Start, _ca.Asking(_ca.Empty, [Request()]));

        var state = await _ca.RunAsync(Trigger.ConfigChanged, signed with { Config = new Dictionary<string, object>(StringComparer.Ordinal) { [option] = value } });

        Assert.Equal(StatusKind.Blocked, state.UnitStatus.Kind);
        Assert.StartsWith(option, state.UnitStatus.Message, StringComparison.Ordinal);
        Assert.Equal(_ca.Given(signed), _ca.Given(state), (a, b) => a.Certificate == b.Certificate);
    }

    [Fact]
    public async Task The_key_of_the_CA_is_nowhere_but_in_the_applications_secret()
    {
        var result = await _ca.Scenario.RunAsync(Trigger.Start, _ca.Asking(_ca.Empty, [Request()]));

        var secret = Assert.Single(result.State.Secrets);
        Assert.Equal(SecretOwner.Application, secret.Owner);
        Assert.Contains("PRIVATE KEY", secret.Latest["private-key"], StringComparison.Ordinal);
        Assert.DoesNotContain(result.Commands, c => c.ToString().Contains("PRIVATE KEY", StringComparison.Ordinal));
        Assert.DoesNotContain(result.State.Relation(_ca.Relation).LocalAppData.Values, v => v.Contains("PRIVATE KEY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whom_to_trust_is_told_to_those_who_only_ask_that_by_the_leader_alone()
    {
        var listener = new RelationState("send-ca-cert");
        var led = await _ca.RunAsync(Trigger.Start, _ca.Empty with { Relations = [listener] });
        var rotated = await _ca.RunAsync(Trigger.Action("rotate-ca"), led);
        var followed = await _ca.RunAsync(Trigger.UpdateStatus, rotated with { Leader = false });

        var said = rotated.Relation(listener).LocalUnitData;
        Assert.Equal("0", said["version"]);
        Assert.Equal(said["ca"], said["certificate"]);
        Assert.NotEqual(led.Relation(listener).LocalUnitData["ca"], said["ca"]);
        Assert.Equal([said["ca"], led.Relation(listener).LocalUnitData["ca"]], System.Text.Json.JsonSerializer.Deserialize<string[]>(said["chain"])!);
        Assert.Empty(followed.Relation(listener).LocalUnitData);
    }

    [Fact]
    public async Task The_certificate_of_the_CA_is_shown_by_the_leader()
    {
        var state = await _ca.RunAsync(Trigger.Start, _ca.Asking(_ca.Empty, [Request()]));

        var shown = await _ca.Scenario.RunAsync(Trigger.Action("get-ca-certificate"), state);

        Assert.Equal(_ca.Given(state)[0].Ca, shown.Action.Results["ca-certificate"]);
        Assert.Equal("The action can be run only on leader unit", await FailureAsync("get-ca-certificate", state with { Leader = false }));
    }

    private static CertificateKey RsaKey()
    {
        using var rsa = RSA.Create(2048);
        return CertificateKey.Parse(rsa.ExportRSAPrivateKeyPem());
    }
}
