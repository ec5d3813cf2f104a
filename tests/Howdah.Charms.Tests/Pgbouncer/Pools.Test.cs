using Howdah.Charms.PgbouncerK8s.Following;
using Howdah.Charms.PgbouncerK8s.Pools;
using Howdah.Interfaces;

namespace Howdah.Charms.Tests.Pgbouncer;

public sealed class PoolsTest
{
    [Theory]
    [InlineData(100, 1, 50, 25)]
    [InlineData(100, 2, 25, 12)]
    [InlineData(100, 0, 50, 25)]
    [InlineData(1, 3, 1, 1)]
    [InlineData(0, 3, 20, 10)]
    public void Units_share_the_connections(int maximum, int units, int size, int reserve) =>
        Assert.Equal(new PoolSizes(size, reserve), PoolSizes.Of(maximum, units));

    [Fact]
    public void The_configuration_is_as_reviewed() => Golden.Equal("pgbouncer.ini", new PgbouncerIni
    {
        Address = "127.60.0.20",
        PoolMode = "transaction",
        Sizes = new(50, 25),
        MaxClients = 10000,
        QueryWaitSeconds = 120,
    }.Render());

    [Fact]
    public void With_certificates_it_is_as_reviewed() => Golden.Equal("pgbouncer-tls.ini", new PgbouncerIni
    {
        Address = "127.60.0.20",
        PoolMode = "transaction",
        Sizes = new(50, 25),
        MaxClients = 10000,
        QueryWaitSeconds = 120,
        VerifiesMembers = true,
        HasCertificate = true,
    }.Render());

    [Fact]
    public void The_databases_are_as_reviewed() => Golden.Equal(
        "databases.ini",
        DatabasesFile.Render(["shop", "blog-2"], new("127.60.0.10", ["127.60.0.11", "127.60.0.12"]), ["127.60.0.10:5432", "127.60.0.11:5432"], "relation_id_4", reader: 0));

    [Fact]
    public void Without_a_replica_the_primary_is_read_from() => Assert.Contains(
        "shop_readonly = host=a port=5432", DatabasesFile.Render(["shop"], new("a", []), ["a:5432"], "u", reader: 0), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "b")]
    [InlineData(1, "c")]
    [InlineData(2, "b")]
    public void Each_pooler_reads_from_one_replica(int reader, string host) => Assert.Contains(
        $"shop_readonly = host={host} port=5432", DatabasesFile.Render(["shop"], new("a", ["b", "c"]), ["a:5432", "b:5432", "c:5432"], "u", reader), StringComparison.Ordinal);

    [Theory]
    [InlineData("7 5000", 7, 5)]
    [InlineData("7", null, null)]
    [InlineData("x 5000", null, null)]
    [InlineData("-7 5000", null, null)]
    [InlineData("7 5000 1", null, null)]
    [InlineData("", null, null)]
    public void Only_an_order_is_taken_for_one(string payload, int? generation, int? seconds)
    {
        var order = PauseOrder.Find(payload);
        Assert.Equal(generation, (int?)order?.Generation);
        Assert.Equal(seconds, (int?)order?.Limit.TotalSeconds);
        Assert.Equal(order, order is null ? null : PauseOrder.Find(order.ToString()));
    }
}
