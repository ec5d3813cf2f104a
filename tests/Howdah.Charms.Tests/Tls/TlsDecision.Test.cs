using System.Collections.Immutable;
using Howdah.Charms.PostgresqlK8s.Tls;

namespace Howdah.Charms.Tests.Tls;

public sealed class TlsDecisionTest
{
    [Theory]
    [InlineData(false, true, true, true, "Plain")]
    [InlineData(true, true, false, false, "Offered")]
    [InlineData(true, true, true, false, "Required")]
    [InlineData(true, false, true, false, "Required")]
    [InlineData(true, false, false, true, "Offered")]
    [InlineData(true, false, false, false, "Plain")]
    public void A_member_takes_connections_as_the_cluster_can(bool certificate, bool related, bool agreed, bool others, string expected) => Assert.Equal(
        expected,
        TlsDecision.StageOf(new() { HasCertificate = certificate, IsRelated = related, IsAgreed = agreed, OthersRequire = others }).ToString());

    [Theory]
    [InlineData(false, true, new[] { "Offered", "Offered" }, true)]
    [InlineData(false, true, new[] { "Offered", "Plain" }, false)]
    [InlineData(true, true, new[] { "Required", "Plain" }, true)]
    [InlineData(true, false, new[] { "Required", "Required" }, false)]
    [InlineData(false, true, new string[0], false)]
    public void The_leader_requires_it_once_all_offer_it_and_until_the_relation_goes(bool before, bool related, string[] members, bool expected) =>
        Assert.Equal(expected, TlsDecision.IsAgreed(before, related, [.. members.Select(Enum.Parse<TlsStage>)]));

    /// <summary>A member as it is: whether it holds a certificate, knows of the relation, and how it takes connections.</summary>
    private sealed record Member(bool HasCertificate, bool IsRelated, TlsStage Stage);

    /// <summary>Three members, the first of which leads; what the leader said; and whether a pooler verifies certificates.</summary>
    private sealed record Cluster(Member First, Member Second, Member Third, bool IsAgreed, bool Verifies)
    {
        internal ImmutableArray<Member> Members => [First, Second, Third];

        internal Cluster With(int number, Member member) => number switch { 0 => this with { First = member }, 1 => this with { Second = member }, _ => this with { Third = member } };
    }

    [Fact]
    public void In_no_order_of_events_does_one_require_TLS_of_another_that_does_not_have_it()
    {
        var start = new Member(HasCertificate: false, IsRelated: true, TlsStage.Plain);
        var (seen, open) = (new HashSet<Cluster>(), new Queue<Cluster>([new(start, start, start, IsAgreed: false, Verifies: false)]));
        while (open.TryDequeue(out var cluster))
        {
            if (!seen.Add(cluster))
            {
                continue;
            }

            var stages = cluster.Members.Select(m => m.Stage).ToList();
            Assert.False((cluster.Verifies || stages.Contains(TlsStage.Required)) && stages.Contains(TlsStage.Plain), cluster.ToString());
            Next(cluster).ToList().ForEach(open.Enqueue);
        }

        // All came to it, and all left it again.
        Assert.Contains(seen, c => c is { IsAgreed: true, Verifies: true } && c.Members.All(m => m.Stage == TlsStage.Required));
        Assert.Contains(seen, c => !c.IsAgreed && c.Members.All(m => m is { HasCertificate: true, IsRelated: false, Stage: TlsStage.Plain }));
    }

    [Fact]
    public void From_wherever_the_relation_goes_all_members_come_back_to_plain()
    {
        var cluster = new Cluster(
            new(HasCertificate: true, IsRelated: false, TlsStage.Required),
            new(HasCertificate: true, IsRelated: false, TlsStage.Offered),
            new(HasCertificate: true, IsRelated: false, TlsStage.Required),
            IsAgreed: true,
            Verifies: true);
        for (var round = 0; round < 3; round++)
        {
            foreach (var number in (int[])[2, 1, 0])
            {
                cluster = Look(cluster, number);
            }

            cluster = Follow(cluster);
        }

        Assert.All(cluster.Members, m => Assert.Equal(TlsStage.Plain, m.Stage));
    }

    // A hook of the pooler: it verifies what the leader gave it to verify with.
    private static Cluster Follow(Cluster cluster) => cluster with { Verifies = cluster.First.Stage == TlsStage.Required };

    private static IEnumerable<Cluster> Next(Cluster cluster)
    {
        yield return Follow(cluster);
        for (var number = 0; number < cluster.Members.Length; number++)
        {
            var member = cluster.Members[number];
            yield return Look(cluster, number);
            yield return cluster.With(number, member with { HasCertificate = member.HasCertificate || member.IsRelated });
            yield return cluster.With(number, member with { IsRelated = false });
        }
    }

    // A hook of a member: it takes connections as decided, and the leader says what it finds.
    private static Cluster Look(Cluster cluster, int number)
    {
        var member = cluster.Members[number];
        var after = cluster.With(number, member with { Stage = Decide() });
        if (number != 0)
        {
            return after;
        }

        after = after with { IsAgreed = TlsDecision.IsAgreed(cluster.IsAgreed, member.IsRelated, [.. after.Members.Select(m => m.Stage)]) };
        cluster = after;
        return after.With(number, member with { Stage = Decide() });

        TlsStage Decide() => TlsDecision.StageOf(new()
        {
            HasCertificate = member.HasCertificate,
            IsRelated = member.IsRelated,
            IsAgreed = cluster.IsAgreed,
            OthersRequire = cluster.Verifies || cluster.Members.Where((_, other) => other != number).Any(m => m.Stage == TlsStage.Required),
        });
    }
}
