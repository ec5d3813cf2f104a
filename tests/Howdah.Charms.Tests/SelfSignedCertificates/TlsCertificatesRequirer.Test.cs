using System.Text.Json;
using Howdah.Interfaces;
using Howdah.Ops;
using Howdah.Ops.Testing;

namespace Howdah.Charms.Tests.SelfSignedCertificates;

/// <summary>A unit asks the CA for its certificate, over the wire as both sides write it.</summary>
public sealed class TlsCertificatesRequirerTest
{
    private const string Label = "certificates.db.unit";
    private readonly SigningScenario _ca = new();
    private readonly RelationState _relation = new("certificates") { RemoteApp = "ca" };
    private CertificateNames _names = SigningScenario.Names;
    private CertificateKey? _newKey;
    private ServerCertificate? _seen;

    private Scenario Unit => new(
        c => new DatabaseCharm(c, this),
        CharmMetadataReader.Parse("name: db\nrequires: {certificates: {interface: tls-certificates}}\n")) { Time = _ca.Time };

    private async Task<State> RunAsync(State state) => (await Unit.RunAsync(Trigger.UpdateStatus, state)).State;

    private string Requests(State state) => state.Relation(_relation).LocalUnitData["certificate_signing_requests"];

    /// <summary>The unit asks, the CA answers, the unit looks.</summary>
    private async Task<(State Unit, State Authority)> TalkAsync(State unit, State authority)
    {
        unit = await RunAsync(unit);
        authority = await _ca.RunAsync(Trigger.UpdateStatus, _ca.Asking(
            authority, JsonDocument.Parse(Requests(unit)).RootElement.EnumerateArray().Select(r => r.GetProperty("certificate_signing_request").GetString()!).ToList()));
        var answered = unit.Relation(_relation) with { RemoteAppData = authority.Relation(_ca.Relation).LocalAppData };
        return (await RunAsync(unit with { Relations = [answered] }), authority);
    }

    private State Start => new() { Relations = [_relation] };

    [Fact]
    public async Task A_unit_asks_with_one_request_and_the_fields_of_the_interface()
    {
        var state = await RunAsync(Start);

        var request = Assert.Single(JsonDocument.Parse(Requests(state)).RootElement.EnumerateArray());
        Assert.Equal(["ca", "certificate_signing_request"], request.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.False(request.GetProperty("ca").GetBoolean());
        Assert.StartsWith("-----BEGIN CERTIFICATE REQUEST-----", request.GetProperty("certificate_signing_request").GetString(), StringComparison.Ordinal);
        Assert.Equal(SecretOwner.Unit, state.Secret(Label).Owner);
        Assert.Null(_seen);
        Assert.Equal(Requests(state), Requests(await RunAsync(state)));
    }

    [Fact]
    public async Task What_the_CA_signs_is_kept_with_its_key_and_a_second_look_writes_nothing()
    {
        var (unit, authority) = await TalkAsync(Start, _ca.Empty);

        Assert.NotNull(_seen);
        using var key = CertificateKey.Parse(_seen.PrivateKey);
        var shown = CertificateChain.Parse(_seen.Certificates);
        Assert.True(key.IsOf(shown[0]) && CertificateChain.Holds(shown, CertificateChain.Parse(_seen.Trusted), _ca.Time.Now));
        Assert.Equal(_ca.Given(authority)[0].Ca, _seen.Trusted);
        Assert.Equal(_ca.Time.Now.AddDays(365), _seen.ExpiresAt);
        var again = await Unit.RunAsync(Trigger.UpdateStatus, unit);
        Assert.DoesNotContain(again.Commands, c => c.Command is "relation-set" or "secret-set" or "secret-add");
    }

    [Fact]
    public async Task After_two_thirds_of_its_time_another_is_asked_for_and_the_last_one_stays_until_it_comes()
    {
        var (unit, authority) = await TalkAsync(Start, _ca.Empty);
        var first = _seen;
        var due = DateTimeOffset.Parse(unit.Secret(Label).Expire!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(due - _ca.Time.Now, TimeSpan.FromDays(243), TimeSpan.FromDays(244));

        _ca.Time.Now = due + TimeSpan.FromSeconds(1);
        var asking = await RunAsync(unit);
        Assert.NotEqual(Requests(unit), Requests(asking));
        Assert.Equal(first, _seen);
        await TalkAsync(asking, authority);

        Assert.NotEqual(first!.Certificates, _seen!.Certificates);
        Assert.Equal(first.PrivateKey, _seen.PrivateKey);
        Assert.Equal(_ca.Time.Now.AddDays(365), _seen.ExpiresAt);
    }

    [Fact]
    public async Task A_new_key_is_used_only_with_its_own_certificate()
    {
        var (unit, authority) = await TalkAsync(Start, _ca.Empty);
        var first = _seen;
        _newKey = CertificateKey.Generate();

        var asking = await RunAsync(unit);
        Assert.Equal(first, _seen);
        await TalkAsync(asking, authority);

        Assert.Equal(_newKey.ToPem(), _seen!.PrivateKey);
        Assert.True(_newKey.IsOf(CertificateChain.Parse(_seen.Certificates)[0]));
    }

    [Fact]
    public async Task Other_names_are_asked_for_anew_and_the_same_in_another_order_are_not()
    {
        var (unit, authority) = await TalkAsync(Start, _ca.Empty);
        _names = _names with { Hosts = [.. _names.Hosts.Reverse()] };
        Assert.Equal(Requests(unit), Requests(await RunAsync(unit)));

        _names = _names with { Hosts = [.. _names.Hosts, "db-primary"] };
        await TalkAsync(unit, authority);

        Assert.True(CertificateChain.Parse(_seen!.Certificates)[0].MatchesHostname("db-primary"));
    }

    [Fact]
    public async Task A_change_of_the_CA_arrives_with_both_CAs_to_trust()
    {
        var (unit, authority) = await TalkAsync(Start, _ca.Empty);
        var former = _seen!;
        var (_, rotated) = await TalkAsync(unit, await _ca.RunAsync(Trigger.Action("rotate-ca"), authority));

        Assert.Equal(2, CertificateChain.Parse(_seen!.Trusted).Count);
        Assert.Contains(former.Trusted, _seen.Trusted, StringComparison.Ordinal);
        Assert.True(CertificateChain.Holds(CertificateChain.Parse(_seen.Certificates), CertificateChain.Parse(former.Trusted), _ca.Time.Now));
        Assert.True(CertificateChain.Holds(CertificateChain.Parse(former.Certificates), CertificateChain.Parse(_seen.Trusted), _ca.Time.Now));
        Assert.Equal(former.PrivateKey, _seen.PrivateKey);
        Assert.Single(_ca.Given(rotated));
    }

    [Theory]
    [InlineData("revoked")]
    [InlineData("another key")]
    [InlineData("another CA")]
    [InlineData("no PEM")]
    public async Task A_certificate_that_peers_would_refuse_is_not_taken(string how)
    {
        var (unit, authority) = await TalkAsync(Start, _ca.Empty);
        var good = _seen;
        var other = new SigningScenario();
        var stranger = other.Given(await other.RunAsync(Trigger.Start, other.Asking(other.Empty, [CertificateKey.Generate().Request(_names)])))[0];
        var mine = _ca.Given(authority)[0];
        var bad = how switch
        {
            "revoked" => mine with { Revoked = true },
            "another key" => stranger with { CertificateSigningRequest = mine.CertificateSigningRequest },
            "another CA" => mine with { Ca = stranger.Ca, Chain = [] },
            _ => mine with { Certificate = "x", Chain = [] },
        };
        var text = JsonSerializer.Serialize([bad], TlsCertificatesJson.Default.ListIssuedCertificate);

        var after = await RunAsync(unit with { Relations = [unit.Relation(_relation) with { RemoteAppData = CharmFiles.Data(("certificates", text)) }] });

        Assert.Equal(good, _seen);
        Assert.Equal(how != "revoked", Requests(unit) == Requests(after));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{}")]
    [InlineData("[null, {}, {\"certificate\": 3}]")]
    [InlineData("[{\"certificate_signing_request\": \"x\", \"certificate\": null, \"ca\": \"y\"}]")]
    public async Task What_is_not_of_the_interface_is_as_if_nothing_were_said(string said)
    {
        var state = await RunAsync(Start with { Relations = [_relation with { RemoteAppData = CharmFiles.Data(("certificates", said)) }] });

        Assert.Null(_seen);
        Assert.Single(JsonDocument.Parse(Requests(state)).RootElement.EnumerateArray());
    }

    [Fact]
    public async Task The_key_never_leaves_the_units_secret()
    {
        var asked = await Unit.RunAsync(Trigger.UpdateStatus, Start);

        Assert.DoesNotContain(asked.Commands, c => c.ToString().Contains("PRIVATE KEY", StringComparison.Ordinal));
        Assert.DoesNotContain("PRIVATE KEY", Requests(asked.State), StringComparison.Ordinal);
    }

    private sealed class DatabaseCharm : Charm
    {
        public DatabaseCharm(CharmContext context, TlsCertificatesRequirerTest test)
            : base(context)
        {
            var certificates = new TlsCertificatesRequirer(context);
            ObserveAll([On.UpdateStatus, .. certificates.Events], (_, _) =>
            {
                if (test._newKey is { } key && certificates.Find() is { } held && held.PrivateKey != key.ToPem() && Stored["given"] is null)
                {
                    Stored["given"] = "true";
                    certificates.SetKey(key, test._names);
                }

                certificates.Request(test._names);
                test._seen = certificates.Find();
                return Task.CompletedTask;
            });
        }
    }
}
