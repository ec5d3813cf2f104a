using System.Globalization;
using System.Security.Cryptography;
using Howdah.Charms.PostgresqlK8s.Configuration;
using Howdah.Charms.PostgresqlK8s.Tls;
using Howdah.Ops;

namespace Howdah.Charms.PostgresqlK8s.Cluster;

/// <summary>The peer relation: what the units tell each other.</summary>
internal sealed class Peers(CharmModel model, Relation relation)
{
    internal const string Endpoint = "database-peers";
    private const string AddressKey = "address";
    private const string RoleKey = "role";
    private const string TimelineKey = "timeline";
    private const string ConfigurationKey = "configuration";
    private const string RestartForKey = "restart-for";
    private const string BeingCopiedKey = "being-copied";
    private const string MemoryKey = "memory";
    private const string CoresKey = "cores";
    private const string TlsKey = "tls";
    private const string PasswordsKey = "passwords";
    private const string ClusterIdKey = "cluster-id";
    private const string SecretIdKey = "secret-id";

    /// <summary>
    /// Names this cluster in the store for as long as the application lives, so that nothing an earlier one of its name left there
    /// is taken for its own. Null until the leader has chosen it.
    /// </summary>
    internal string? ClusterId => relation.RemoteAppData.Find(ClusterIdKey);

    /// <summary>Where the passwords are; null until the leader has made them.</summary>
    internal string? SecretId => relation.RemoteAppData.Find(SecretIdKey);

    /// <summary>All members that have said anything, this unit among them.</summary>
    internal IReadOnlyList<MemberState> Members => [.. relation.Units.Append(model.Unit.Name).Select(Read)];

    /// <summary>Where all members are, whatever they are now.</summary>
    internal IReadOnlyList<string> Endpoints =>
        [.. Members.Where(m => m.Address.Length > 0).OrderBy(m => ClusterView.NumberOf(m.Unit)).Select(ClusterView.Endpoint)];

    /// <summary>What this unit last said of itself.</summary>
    internal MemberState Own => Read(model.Unit.Name);

    /// <summary>Who takes writes and who reads.</summary>
    internal ClusterView View => ClusterView.Of(Members);

    internal static Peers? Find(CharmModel model) =>
        model.GetRelation(Endpoint) is { } relation ? new(model, relation) : null;

    /// <summary>The leader chooses the cluster's name, once.</summary>
    internal void EnsureClusterId()
    {
        if (ClusterId is null)
        {
            relation.AppData.Set(ClusterIdKey, RandomNumberGenerator.GetHexString(8, lowercase: true));
        }
    }

    internal void SetSecretId(string id) => relation.AppData.Set(SecretIdKey, id);

    internal void SetAddress(string address) => relation.UnitData.Set(AddressKey, address);

    internal void SetState(MemberRole role, int timeline)
    {
        relation.UnitData.Set(RoleKey, role == MemberRole.Unknown ? null : role.ToString().ToLowerInvariant());
        relation.UnitData.Set(TimelineKey, timeline == 0 ? null : timeline.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Says which configuration this unit's PostgreSQL has taken, and what it has to be restarted for.</summary>
    internal void SetConfiguration(string mark, IReadOnlyList<string> restartFor)
    {
        relation.UnitData.Set(ConfigurationKey, mark.Length == 0 ? null : mark);
        relation.UnitData.Set(RestartForKey, restartFor.Count == 0 ? null : string.Join(',', restartFor));
    }

    /// <summary>
    /// The leader tells the other units that a password has changed: units of the application that owns a secret are not told of its new
    /// revisions, and a Patroni that learns of a new password only after it lost its connection never gets in again.
    /// </summary>
    internal void SayPasswordsChanged() => relation.AppData.Set(PasswordsKey, RandomNumberGenerator.GetHexString(8, lowercase: true));

    /// <summary>Whether the leader has said that all have to use TLS.</summary>
    internal bool RequiresTls => relation.RemoteAppData.Find(TlsKey) is not null;

    /// <summary>The leader says whether all have to use TLS.</summary>
    internal void SetRequiresTls(bool isSo) => relation.AppData.Set(TlsKey, isSo ? Text(TlsStage.Required) : null);

    /// <summary>Says how this unit's PostgreSQL takes connections.</summary>
    internal void SetTls(TlsStage stage) => relation.UnitData.Set(TlsKey, stage == TlsStage.Plain ? null : Text(stage));

    internal void SetBeingCopied(bool isSo) => relation.UnitData.Set(BeingCopiedKey, isSo ? "true" : null);

    internal void SetResources(Resources resources)
    {
        relation.UnitData.Set(MemoryKey, resources.Memory.ToString(CultureInfo.InvariantCulture));
        relation.UnitData.Set(CoresKey, resources.Cores.ToString(CultureInfo.InvariantCulture));
    }

    private static string Text(TlsStage stage) => stage.ToString().ToLowerInvariant();

    private MemberState Read(string unit)
    {
        var data = relation.DataOf(unit);
        var member = new MemberState(
            unit,
            data.Find(AddressKey) ?? "",
            Enum.TryParse<MemberRole>(data.Find(RoleKey), ignoreCase: true, out var role) ? role : MemberRole.Unknown,
            int.TryParse(data.Find(TimelineKey), NumberStyles.None, CultureInfo.InvariantCulture, out var timeline) ? timeline : 0);
        return member with
        {
            Configuration = data.Find(ConfigurationKey) ?? "",
            RestartFor = data.Find(RestartForKey) ?? "",
            IsBeingCopied = data.Find(BeingCopiedKey) is not null,
            Tls = Enum.TryParse<TlsStage>(data.Find(TlsKey), ignoreCase: true, out var stage) ? stage : TlsStage.Plain,
            Resources = long.TryParse(data.Find(MemoryKey), NumberStyles.None, CultureInfo.InvariantCulture, out var memory)
                && int.TryParse(data.Find(CoresKey), NumberStyles.None, CultureInfo.InvariantCulture, out var cores)
                ? new(memory, cores)
                : null,
        };
    }
}
