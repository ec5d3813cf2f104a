using System.Text.Json;
using Howdah.Charms.Tests.SelfSignedCertificates;
using Howdah.Interfaces;
using Howdah.Ops;
using Howdah.Ops.Testing;

namespace Howdah.Charms.Tests.Scenarios;

/// <summary>A unit of three comes to TLS and leaves it; its PostgreSQL does not answer here, so what it says of itself is given.</summary>
public sealed class PostgresqlTlsTest
{
    private const string Folder = "/var/lib/postgresql/data";
    private readonly PostgresqlScenario _unit = new();
    private readonly SigningScenario _ca = new() { Time = { Now = DateTimeOffset.UtcNow } };
    private readonly RelationState _certificates = new("certificates") { RemoteApp = "ca" };

    private static string File(State state, string name) => state.Container("postgresql").Files[$"{Folder}/{name}"];

    private static string ServerFile(State state) => Assert.Single(
        state.Container("postgresql").Files.Keys, f => f.StartsWith($"{Folder}/tls/server-", StringComparison.Ordinal))[(Folder.Length + 1)..];

    private State Related(State state, params (string Key, string Value)[] peers) => state with
    {
        Relations =
        [
            .. state.Relations.Where(r => r.Id != _certificates.Id).Select(r => r.Endpoint != "database-peers" ? r : r with
            {
                LocalAppData = CharmFiles.Data(r.LocalAppData.Select(p => (p.Key, p.Value)).Concat(peers)),
            }),
            state.Relations.FirstOrDefault(r => r.Id == _certificates.Id) ?? _certificates,
        ],
    };

    private async Task<State> RunAsync(Trigger trigger, State state) => (await _unit.Scenario.RunAsync(trigger, state)).State;

    /// <summary>The unit asks and the CA answers.</summary>
    private async Task<State> SignedAsync(State state)
    {
        state = await RunAsync(Trigger.RelationCreated(_certificates), state);
        var request = JsonDocument.Parse(state.Relation(_certificates).LocalUnitData["certificate_signing_requests"])
            .RootElement[0].GetProperty("certificate_signing_request").GetString()!;
        var authority = await _ca.RunAsync(Trigger.Start, _ca.Asking(_ca.Empty, [request]));
        return state with
        {
            Relations =
            [
                .. state.Relations.Where(r => r.Id != _certificates.Id),
                state.Relation(_certificates) with { RemoteAppData = authority.Relation(_ca.Relation).LocalAppData },
            ],
        };
    }

    [Fact]
    public async Task A_related_unit_starts_plain_and_asks_for_every_name_by_which_it_is_reached()
    {
        var state = await SignedAsync(Related(_unit.Ready()));

        Assert.DoesNotContain("ssl", File(state, "patroni.yml"), StringComparison.Ordinal);
        using var certificate = CertificateChain.Parse(_ca.Given(state with { Relations = [_ca.Relation with { LocalAppData = state.Relation(_certificates).RemoteAppData }] })[0].Certificate)[0];
        Assert.All(
            (string[])["postgresql-k8s-0", "postgresql-k8s-0.postgresql-k8s-endpoints", "postgresql-k8s-primary.test.svc.cluster.local", PostgresqlScenario.Address],
            name => Assert.True(certificate.MatchesHostname(name), name));
    }

    [Fact]
    public async Task With_a_certificate_TLS_is_offered_and_nothing_else_changes()
    {
        var state = await RunAsync(Trigger.RelationChanged(_certificates), await SignedAsync(Related(_unit.Ready())));

        var patroni = File(state, "patroni.yml");
        Assert.Contains($"ssl_cert_file: \"{Folder}/{ServerFile(state)}\"", patroni, StringComparison.Ordinal);
        Assert.Contains($"cacert: \"{Folder}/tls/ca.pem\"", patroni, StringComparison.Ordinal);
        Assert.DoesNotContain("verify-full", patroni, StringComparison.Ordinal);
        Assert.DoesNotContain("hostssl", patroni, StringComparison.Ordinal);
        Assert.DoesNotContain("certfile", patroni, StringComparison.Ordinal);
        Assert.False(state.Relation(_unit.Peers).LocalUnitData.ContainsKey("tls"));
    }

    [Fact]
    public async Task When_the_leader_says_so_it_is_required_and_the_guard_is_not_restarted_for_it()
    {
        var offered = await RunAsync(Trigger.RelationChanged(_certificates), await SignedAsync(Related(_unit.Ready())));
        var required = await RunAsync(Trigger.UpdateStatus, Related(offered, ("tls", "required")));

        var patroni = File(required, "patroni.yml");
        Assert.Equal(3, patroni.Split("sslmode: \"verify-full\"").Length - 1);
        Assert.Contains("hostssl samerole +relation_access all", patroni, StringComparison.Ordinal);
        Assert.DoesNotContain("\"host ", patroni, StringComparison.Ordinal);
        Assert.Contains($"certfile: \"{Folder}/{ServerFile(required)}\"", patroni, StringComparison.Ordinal);
        Assert.Equal(File(offered, "guard.json"), File(required, "guard.json"));
        var (before, after) = (offered.Container("postgresql").Plan, required.Container("postgresql").Plan);
        Assert.Equal(before.Services["postgresql"].Command, after.Services["postgresql"].Command);
        Assert.EndsWith($"rest-check https://{PostgresqlScenario.Address}:8008/liveness", after.Checks["patroni"].Exec?.Command, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_who_comes_to_a_cluster_with_TLS_does_not_start_before_it_has_a_certificate()
    {
        var related = Related(_unit.Ready(), ("tls", "required"));
        var waiting = await RunAsync(Trigger.PebbleReady("postgresql"), related);
        var started = await RunAsync(Trigger.RelationChanged(_certificates), await SignedAsync(related));

        Assert.Equal(Status.Waiting("waiting for ca to sign a certificate"), waiting.UnitStatus);
        Assert.Empty(waiting.Container("postgresql").Layers);
        Assert.Equal("active", started.Container("postgresql").Services["postgresql"]);
        Assert.Contains("verify-full", File(started, "patroni.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_relation_it_stays_as_long_as_another_requires_it_and_then_forgets_its_certificate()
    {
        var required = await RunAsync(Trigger.UpdateStatus, Related(await SignedAsync(Related(_unit.Ready())), ("tls", "required")));
        var peers = required.Relation(_unit.Peers);
        var alone = required with
        {
            Leader = false,
            Relations =
            [
                peers with
                {
                    LocalAppData = CharmFiles.Data(peers.LocalAppData.Where(p => p.Key != "tls").Select(p => (p.Key, p.Value))),
                    RemoteUnits = new Dictionary<int, IReadOnlyDictionary<string, string>> { [1] = CharmFiles.Data(("address", "127.63.2.11"), ("tls", "required")) },
                },
                _unit.Store,
            ],
        };
        var offering = await RunAsync(Trigger.UpdateStatus, alone);
        var last = await RunAsync(Trigger.UpdateStatus, offering with
        {
            Relations = [offering.Relation(_unit.Peers) with { RemoteUnits = new Dictionary<int, IReadOnlyDictionary<string, string>>() }, _unit.Store],
        });

        Assert.Contains("ssl_cert_file", File(offering, "patroni.yml"), StringComparison.Ordinal);
        Assert.DoesNotContain("hostssl", File(offering, "patroni.yml"), StringComparison.Ordinal);
        Assert.DoesNotContain("ssl", File(last, "patroni.yml"), StringComparison.Ordinal);
        Assert.DoesNotContain(last.Container("postgresql").Files.Keys, f => f.StartsWith($"{Folder}/tls/", StringComparison.Ordinal));
        Assert.False(last.Secret("certificates.postgresql-k8s.unit").Latest.ContainsKey("cert"));
    }

    [Fact]
    public async Task Without_the_relation_it_stays_as_long_as_a_pooler_verifies_certificates()
    {
        var required = await RunAsync(Trigger.UpdateStatus, Related(await SignedAsync(Related(_unit.Ready())), ("tls", "required")));
        var peers = required.Relation(_unit.Peers);
        var pooler = new RelationState("database") { RemoteApp = "pgbouncer-k8s", RemoteUnits = UnitThat(CharmFiles.Data(("pooled-verifies", "true"))) };
        var offering = await RunAsync(Trigger.UpdateStatus, required with
        {
            Leader = false,
            Relations = [peers with { LocalAppData = CharmFiles.Data(peers.LocalAppData.Where(p => p.Key != "tls").Select(p => (p.Key, p.Value))) }, _unit.Store, pooler],
        });
        var followed = pooler with { RemoteUnits = UnitThat(CharmFiles.Data()) };
        var last = await RunAsync(
            Trigger.RelationChanged(followed, 0), offering with { Relations = [.. offering.Relations.Where(r => r.Id != pooler.Id), followed] });

        Assert.Contains("ssl_cert_file", File(offering, "patroni.yml"), StringComparison.Ordinal);
        Assert.DoesNotContain("ssl", File(last, "patroni.yml"), StringComparison.Ordinal);

        static Dictionary<int, IReadOnlyDictionary<string, string>> UnitThat(IReadOnlyDictionary<string, string> says) => new() { [0] = says };
    }

    [Fact]
    public async Task The_CAs_of_others_are_trusted_for_clients_as_long_as_their_relation_is_there()
    {
        var others = new SigningScenario();
        var listener = new RelationState("send-ca-cert");
        var said = (await others.RunAsync(Trigger.Start, others.Empty with { Relations = [listener] })).Relation(listener).LocalUnitData;
        var transfer = new RelationState("receive-ca-cert") { RemoteApp = "others", RemoteUnits = new Dictionary<int, IReadOnlyDictionary<string, string>> { [0] = said } };
        var signed = await SignedAsync(Related(_unit.Ready()));
        var with = await RunAsync(Trigger.RelationChanged(transfer, 0), signed with { Relations = [.. signed.Relations, transfer] });
        var without = await RunAsync(Trigger.RelationBroken(transfer), with);

        Assert.Equal(said["ca"], File(with, "tls/clients.pem"));
        Assert.Contains($"ssl_ca_file: \"{Folder}/tls/clients.pem\"", File(with, "patroni.yml"), StringComparison.Ordinal);
        Assert.Contains("ssl_ca_file: \"\"", File(without, "patroni.yml"), StringComparison.Ordinal);
        Assert.DoesNotContain($"{Folder}/tls/clients.pem", without.Container("postgresql").Files.Keys, StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_private_key_is_in_its_file_and_the_units_secret_only()
    {
        var signed = await SignedAsync(Related(_unit.Ready()));
        var result = await _unit.Scenario.RunAsync(Trigger.RelationChanged(_certificates), signed);

        var key = result.State.Secret("certificates.postgresql-k8s.unit").Latest["key"].Split('\n')[1];
        Assert.Equal(SecretOwner.Unit, result.State.Secret("certificates.postgresql-k8s.unit").Owner);
        Assert.Equal([$"{Folder}/{ServerFile(result.State)}"], result.State.Container("postgresql").Files.Where(f => f.Value.Contains(key, StringComparison.Ordinal)).Select(f => f.Key));
        Assert.DoesNotContain(result.Commands, c => c.ToString().Contains(key, StringComparison.Ordinal));
        Assert.DoesNotContain(result.Logs, l => l.Message.Contains(key, StringComparison.Ordinal));
        Assert.DoesNotContain(key, result.State.Container("postgresql").Plan.ToYaml(), StringComparison.Ordinal);
        Assert.DoesNotContain(result.State.Relations.SelectMany(r => r.LocalAppData.Concat(r.LocalUnitData)), p => p.Value.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_private_key_that_cannot_be_used_is_refused_and_a_good_one_is_asked_for()
    {
        var related = await RunAsync(Trigger.RelationCreated(_certificates), Related(_unit.Ready()));
        using var key = CertificateKey.Generate();

        var refused = await Assert.ThrowsAsync<ActionFailedException>(() => RunAsync(Trigger.Action("set-tls-private-key", ("private-key", "hunter2")), related));
        var given = await RunAsync(Trigger.Action("set-tls-private-key", ("private-key", key.ToPem())), related);
        var made = await RunAsync(Trigger.Action("set-tls-private-key"), given);
        var unrelated = await Assert.ThrowsAsync<ActionFailedException>(() => RunAsync(Trigger.Action("set-tls-private-key"), _unit.Ready()));

        Assert.Equal("The private key cannot be used: it is neither PEM nor base64 of PEM", refused.Message);
        Assert.Equal(key.ToPem(), given.Secret("certificates.postgresql-k8s.unit").Latest["key"]);
        Assert.NotEqual(key.ToPem(), made.Secret("certificates.postgresql-k8s.unit").Latest["key"]);
        Assert.StartsWith("There is nobody to sign a certificate", unrelated.Message, StringComparison.Ordinal);
    }
}
