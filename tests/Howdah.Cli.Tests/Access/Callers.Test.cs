using Howdah.Server.Api;

namespace Howdah.Cli.Tests.Access;

/// <summary>Who may call what, and who can prove to be whom.</summary>
public sealed class CallersTests
{
    private static readonly Tokens Own = new([1, 2, 3]);

    [Theory]
    [InlineData("Operator", "m", "db/0", false)]
    [InlineData("OwnUnit", "m", "db/0", true)]
    [InlineData("OwnUnit", "m", "db/1", false)]
    [InlineData("OwnUnit", "n", "db/0", false)]
    [InlineData("OwnUnit", "m", "db/00", false)]
    [InlineData("OwnUnit", "m", "db/leader", false)]
    [InlineData("OwnUnit", "", "/", false)]
    [InlineData("AnyUnit", "", "/", true)]
    public void An_agent_may_call_what_is_about_its_unit_and_an_operator_all(string access, string model, string unit, bool may)
    {
        var wanted = Enum.Parse<Server.Api.Access>(access);
        Assert.Equal(may, new Caller.Unit("m", "db/0").May(wanted, model, unit));
        Assert.True(new Caller.Operator().May(wanted, model, unit));
    }

    [Fact]
    public void A_token_says_whose_it_is()
    {
        Assert.Null(Own.Read(Own.ForOperator(), out var isOperator));
        Assert.True(isOperator);
        Assert.Equal(("uuid", "db/0"), Own.Read(Own.ForUnit("uuid", "db/0"), out isOperator));
        Assert.False(isOperator);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("operator")]
    [InlineData("a.b.c")]
    [InlineData("b3BlcmF0b3I.AAAA")]
    [InlineData("?.?")]
    public void What_was_not_made_with_the_key_is_nobodys(string token) => AssertNobodys(token);

    [Fact]
    public void A_token_that_was_made_with_another_key_or_changed_is_nobodys()
    {
        AssertNobodys(new Tokens([1, 2, 4]).ForOperator());
        var unit = Own.ForUnit("uuid", "db/0").Split('.');
        var other = Own.ForUnit("uuid", "db/1").Split('.');
        var all = Own.ForOperator().Split('.');
        AssertNobodys($"{other[0]}.{unit[1]}");
        AssertNobodys($"{all[0]}.{unit[1]}");
        AssertNobodys($"{all[0]}.{all[1][..^2]}");
    }

    private static void AssertNobodys(string token)
    {
        Assert.Null(Own.Read(token, out var isOperator));
        Assert.False(isOperator);
    }
}
