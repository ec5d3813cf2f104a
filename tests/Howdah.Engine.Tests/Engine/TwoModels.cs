using Howdah.Engine.Models;
using Howdah.Engine.Tests.Harness;

namespace Howdah.Engine.Tests.Engine;

/// <summary>An application of one model that is related with one of another.</summary>
internal static class TwoModels
{
    private const string Server = "name: server\nprovides: { db: { interface: sql, limit: 2 }, web: { interface: http } }\npeers: { cluster: { interface: peers } }";

    private const string Client = "name: client\nrequires: { database: { interface: sql } }";

    private const string ServerScript = """
        case $event in
          db-relation-joined)
            relation-set greeting="hello $JUJU_REMOTE_UNIT"
            if is-leader | grep -q True; then
              secret=$(secret-add --label "for-$JUJU_RELATION_ID" password=first)
              secret-grant "$secret" -r "$JUJU_RELATION_ID"
              relation-set --app credentials="$secret"
              state-set secret="$secret"
            fi ;;
          db-relation-broken) [ -z "$(state-get secret)" ] || secret-remove "$(state-get secret)" ;;
          db-relation-changed) echo "$unit heard $(relation-get wish)" >> "$journal" ;;
          secret-remove) secret-remove "$JUJU_SECRET_ID" --revision "$JUJU_SECRET_REVISION" ;;
        esac
        exit 0
        """;

    private const string ClientScript = """
        case $event in
          database-relation-joined) relation-set wish=more ;;
          database-relation-changed)
            if [ -n "$JUJU_REMOTE_UNIT" ]; then
              echo "$unit got $(relation-get greeting)" >> "$journal"
            else
              echo "$unit read $(secret-get "$(relation-get credentials)" password) of $(relation-model-get)" >> "$journal"
            fi ;;
          secret-changed) echo "$unit read $(secret-get --refresh "$JUJU_SECRET_ID" password)" >> "$journal" ;;
        esac
        """;

    /// <summary>A server in model "offering", used as "store" by a client in model "default".</summary>
    public static async Task<TestEngine> RelatedAsync(int servers)
    {
        var engine = await TestEngine.StartAsync();
        engine.AddCharm(Server, ServerScript);
        engine.AddCharm(Client, ClientScript);
        var offering = await engine.Controller.AddModelAsync("offering", CancellationToken.None);
        await offering.DeployAsync(new DeployRequest("server") { Units = servers }, CancellationToken.None);
        await engine.DeployAsync("client");
        await offering.OfferAsync("server", ["db"], "shop", CancellationToken.None);
        Assert.Equal("store", (await engine.Controller.ConsumeAsync("default", "howdah:admin/offering.shop", "store", CancellationToken.None)).Name);
        await engine.Controller.AddRelationAsync("default", "client", "store", CancellationToken.None);
        return engine;
    }

    /// <summary>The offering model's half of their relation.</summary>
    public static RelationRecord Half(ModelService offering) => offering.Snapshot.Relations.Values.Single(relation => !relation.IsPeer);

    /// <summary>Waits until a unit was told something.</summary>
    public static async Task ToldAsync(TestEngine engine, string unit, string text)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!engine.Told(unit).Exists(line => line.Contains(text, StringComparison.Ordinal)))
        {
            if (deadline.IsCancellationRequested)
            {
                Assert.Fail($"{unit} was not told \"{text}\" but: {string.Join(", ", engine.Told(unit))}");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Expects a refusal.</summary>
    public static async Task RefusedAsync(string message, Func<Task> request) =>
        Assert.Equal(message, (await Assert.ThrowsAsync<EngineException>(request)).Message);
}
