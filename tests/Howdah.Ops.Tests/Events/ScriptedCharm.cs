using Howdah.Ops.Testing;

namespace Howdah.Ops.Tests.Events;

/// <summary>A charm made of what a test says.</summary>
internal sealed class ScriptedCharm : Charm
{
    public const string MetadataYaml =
        """
        name: tested
        peers: {peers: {interface: p}}
        provides: {my-db: {interface: i}}
        containers: {my-box: {}}
        storage: {my-disk: {type: filesystem}}
        """;

    private readonly Action<ScriptedCharm> body;

    public ScriptedCharm(CharmContext context, Action<ScriptedCharm> body)
        : base(context)
    {
        this.body = body;
        this.body(this);
    }

    public new CharmEvents On => base.On;

    public new CharmModel Model => base.Model;

    public new LocalUnit Unit => base.Unit;

    public new LocalApplication App => base.App;

    public new Config Config => base.Config;

    public new StoredState Stored => base.Stored;

    public new CharmLog Log => base.Log;

    public static Scenario Scenario(Action<ScriptedCharm> body, string? config = null, string? actions = null) =>
        new(context => new ScriptedCharm(context, body), CharmMetadataReader.Parse(MetadataYaml, config, actions));

    public void When<TEvent>(EventSource<TEvent> source, Action<TEvent> handler, string name = "handler")
        where TEvent : CharmEvent => Observe(source, handler, name);

    public void WhenAny(IEnumerable<EventSource> sources, Action<CharmEvent> handler) => ObserveAll(
        sources,
        (e, _) =>
        {
            handler(e);
            return Task.CompletedTask;
        });

    public Task EmitNowAsync(EventSource source, IReadOnlyDictionary<string, string> snapshot) => EmitAsync(source, snapshot);
}

/// <summary>An event of a library's own.</summary>
internal sealed class OwnEvent(string text) : CharmEvent
{
    public string Text { get; } = text;
}
