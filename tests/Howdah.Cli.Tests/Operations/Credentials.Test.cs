using System.Text.Json;
using Howdah.Cli.Tests.StatusView;
using Howdah.Cli.Up;
using Howdah.Server.Client.Operations;

namespace Howdah.Cli.Tests.Operations;

public sealed class CredentialsTests
{
    [Fact]
    public void Both_connection_strings_name_all_members_and_ask_for_the_one_that_writes()
    {
        var credentials = From(
            """
            {"postgresql":{"endpoints":"postgresql-k8s-0.postgresql-k8s-endpoints:5432","read-only-endpoints":"127.64.0.3:5432,127.64.0.4:5432",
             "username":"relation-7","password":"p@ss/w","database":"app"}}
            """)!;
        Assert.Equal(
            "psql \"postgresql://relation-7:p%40ss%2Fw@127.64.0.2:5432,127.64.0.3:5432,127.64.0.4:5432/app?target_session_attrs=read-write\"",
            credentials.Psql);
        Assert.Equal(
            "Host=127.64.0.2:5432,127.64.0.3:5432,127.64.0.4:5432;Username=relation-7;Password=p@ss/w;Database=app;Target Session Attributes=read-write",
            credentials.Npgsql);
    }

    [Fact]
    public void One_member_needs_no_choice()
    {
        var credentials = From("""{"postgresql":{"endpoints":"127.64.0.2:5432","username":"u","password":"a;b","database":"app"}}""")!;
        Assert.Equal("psql \"postgresql://u:a%3Bb@127.64.0.2:5432/app\"", credentials.Psql);
        Assert.Equal("Host=127.64.0.2:5432;Username=u;Password=\"a;b\";Database=app", credentials.Npgsql);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"postgresql":{"username":"u"}}""")]
    [InlineData("""{"postgresql":{"username":"u","password":"p","endpoints":""}}""")]
    public void Without_credentials_there_is_nothing_to_print(string results) => Assert.Null(From(results));

    private static Credentials? From(string results)
    {
        using var document = JsonDocument.Parse(results);
        return Credentials.From(
            new TaskDetail { Id = "2", Unit = "data-integrator/0", Status = "completed", Results = document.RootElement.Clone() }, Samples.Status());
    }
}
