using Howdah.Cli.Tests.StatusView;
using Howdah.Cli.WaitFor;

namespace Howdah.Cli.Tests.WaitFor;

public sealed class QueryTests
{
    [Theory]
    [InlineData("life==\"alive\" && status==\"maintenance\"", true)]
    [InlineData("status == 'active'", false)]
    [InlineData("status != \"active\"", true)]
    [InlineData("len(units) == 2", true)]
    [InlineData("len(units) >= 3 || scale > 2", true)]
    [InlineData("forEach(units, unit => unit.life == \"alive\")", true)]
    [InlineData("forEach(units, unit => unit.workload-status == \"active\")", false)]
    [InlineData("units[\"postgresql-k8s/0\"].leader", true)]
    [InlineData("!(status == \"active\") && startsWith(name, \"postgresql\") && endsWith(charm, \"k8s\")", true)]
    [InlineData("status==\"error\" || status==\"blocked\" && life==\"alive\"", false)]
    [InlineData("true || nonsense == 1", true)]
    public void A_query_is_true_or_false_of_an_application(string query, bool expected) => Assert.Equal(
        expected, QueryEvaluator.IsTrue(QueryParser.Parse(query), QueryScopes.OfApplication(Samples.Status(), "postgresql-k8s")));

    [Theory]
    [InlineData("workload-status==\"maintenance\" && agent-status==\"executing\"", true)]
    [InlineData("workload-message==\"joining\" && !leader", true)]
    public void A_query_is_true_or_false_of_a_unit(string query, bool expected) => Assert.Equal(
        expected, QueryEvaluator.IsTrue(QueryParser.Parse(query), QueryScopes.OfUnit(Samples.Status(), "postgresql-k8s/1")));

    [Theory]
    [InlineData("life==\"alive\" && status==\"available\"", true)]
    [InlineData("len(applications)==2 && applications[\"etcd\"].status==\"active\" && len(units)==3", true)]
    public void A_query_is_true_or_false_of_a_model(string query, bool expected) =>
        Assert.Equal(expected, QueryEvaluator.IsTrue(QueryParser.Parse(query), QueryScopes.OfModel(Samples.Status())));

    [Fact]
    public void What_is_not_there_is_dead()
    {
        Assert.True(QueryEvaluator.IsTrue(QueryParser.Parse("life==\"dead\""), QueryScopes.OfApplication(Samples.Status(), "gone")));
        Assert.True(QueryEvaluator.IsTrue(QueryParser.Parse("life==\"dead\""), QueryScopes.OfUnit(Samples.Status(), "etcd/7")));
    }

    [Theory]
    [InlineData("status==", "unexpected end of query at position 8")]
    [InlineData("status=\"x\"", "unexpected \"=\" at position 6")]
    [InlineData("len(units", "expected \",\" at position 9, got end of query")]
    [InlineData("(life", "expected \")\" at position 5, got end of query")]
    [InlineData("name==\"x", "the text that begins at position 6 has no end")]
    [InlineData("a b", "unexpected \"b\" at position 2")]
    public void A_query_that_makes_no_sense_is_refused_with_the_place(string query, string message) =>
        Assert.Equal(message, Assert.Throws<QueryException>(() => QueryParser.Parse(query)).Message);

    [Theory]
    [InlineData("colour==\"red\"", "identifier \"colour\" not found; known: ")]
    [InlineData("len(units)==\"2\"", "cannot compare 2 with \"2\"")]
    [InlineData("sum(units)==2", "function \"sum\" not found")]
    [InlineData("status", "\"maintenance\" is neither true nor false")]
    [InlineData("forEach(units, 1)", "the second argument of forEach must be of the form")]
    [InlineData("name.x==1", "\"x\" is asked of \"postgresql-k8s\", which has no parts")]
    public void A_query_that_does_not_fit_is_refused_with_the_reason(string query, string message) => Assert.StartsWith(
        message,
        Assert.Throws<QueryException>(
            () => QueryEvaluator.IsTrue(QueryParser.Parse(query), QueryScopes.OfApplication(Samples.Status(), "postgresql-k8s"))).Message,
        StringComparison.Ordinal);
}
