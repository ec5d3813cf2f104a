using Howdah.Charms.PostgresqlK8s.Databases;

namespace Howdah.Charms.Tests.Databases;

public sealed class RequestCheckTest
{
    [Theory]
    [InlineData("postgres")]
    [InlineData("template0")]
    [InlineData("template1")]
    [InlineData("operator")]
    [InlineData("relation_access")]
    [InlineData("relation_id_1")]
    [InlineData("pg_monitor")]
    [InlineData("admin")]
    [InlineData("replication")]
    [InlineData("all")]
    [InlineData("SameRole")]
    [InlineData("")]
    [InlineData("a-name-of-sixty-four-bytes-which-postgresql-would-cut-off-silently")]
    public void A_name_that_means_something_else_is_refused(string database) =>
        Assert.StartsWith("invalid database name: ", RequestVerdict.Of(database, []).Refusal, StringComparison.Ordinal);

    [Theory]
    [InlineData("superuser")]
    [InlineData("createrole")]
    [InlineData("replication")]
    [InlineData("bypassrls")]
    [InlineData("operator")]
    [InlineData("internal_access")]
    [InlineData("pg_execute_server_program")]
    [InlineData("pg_write_server_files")]
    [InlineData("pg_read_all_data")]
    [InlineData("somebody")]
    public void A_role_that_opens_more_than_its_database_is_refused_by_name(string role) =>
        Assert.Equal($"invalid role(s) for extra user roles: {role}", RequestVerdict.Of("app", ["createdb", role]).Refusal);

    [Fact]
    public void A_plain_request_gets_its_database_and_nothing_else()
    {
        var verdict = RequestVerdict.Of("app", []);

        Assert.Null(verdict.Refusal);
        Assert.Equal(["relation_access"], verdict.Groups);
        Assert.False(verdict.CanCreateDatabases);
    }

    [Fact]
    public void Admins_and_makers_of_databases_get_into_several()
    {
        Assert.Equal(["relation_access", "relation_access_any", "admin"], RequestVerdict.Of("app", ["admin"]).Groups);
        Assert.Equal(["relation_access", "relation_access_any"], RequestVerdict.Of("app", ["createdb"]).Groups);
        Assert.True(RequestVerdict.Of("app", ["createdb"]).CanCreateDatabases);
    }
}
