using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Http.Metrics;

namespace AgentFunctions.Http.Tests.Metrics;

public sealed class MetricsFilterTests
{
    private static readonly TeamFilter All = Access.Of(PrincipalKind.Operator, []).Teams(AccessScopes.MetricsRead);
    private static readonly TeamFilter Red = Access.Of(PrincipalKind.Operator, [new GrantSpec { Team = "red" }]).Teams(AccessScopes.MetricsRead);

    [Theory]
    [InlineData("x{tenant=\"a\",team=\"red\"} 1", true, true)]
    [InlineData("x{team=\"red\", tenant=\"a\"} 1", true, true)]
    [InlineData("x{tenant=\"a\",team=\"blue\"} 1", true, false)]
    [InlineData("x{tenant=\"a\",team=\"\"} 1", true, false)]
    [InlineData("x{tenant=\"a\",team=\"_other\"} 1", true, false)]
    [InlineData("x{tenant=\"a\"} 1", true, false)]
    [InlineData("x{tenant=\"b\",team=\"red\"} 1", false, false)]
    [InlineData("x{tenant=\"_other\",team=\"_other\"} 1", false, false)]
    [InlineData("x{otel_metric_overflow=\"true\"} 1", false, false)]
    [InlineData("x 1", false, false)]
    [InlineData("x{} 1", false, false)]
    [InlineData("x{route=\"tenant=\\\"a\\\",team=\\\"red\\\"\",tenant=\"b\",team=\"red\"} 1", false, false)]
    [InlineData("x{route=\"}\",tenant=\"a\",team=\"red\"} 1", true, true)]
    [InlineData("x{my_tenant=\"a\",team=\"red\"} 1", false, false)]
    [InlineData("x{tenant=\"a", false, false)]
    public void Apply_Series_IsKeptForItsReaders(string series, bool forTenant, bool forRed)
    {
        var page = $"# HELP x An x.\n# TYPE x counter\n{series}\n# EOF\n";

        Assert.Equal(forTenant ? page : "# EOF\n", MetricsFilter.Apply(page, "a", All));
        Assert.Equal(forRed ? page : "# EOF\n", MetricsFilter.Apply(page, "a", Red));
    }

    [Fact]
    public void Apply_SeveralMetrics_KeepTheirOwnHeaders() =>
        Assert.Equal(
            "# TYPE two counter\ntwo{tenant=\"a\"} 2\ntwo{tenant=\"a\",n=\"2\"} 3\n",
            MetricsFilter.Apply("# TYPE one counter\none{tenant=\"b\"} 1\n# TYPE two counter\ntwo{tenant=\"b\"} 1\ntwo{tenant=\"a\"} 2\ntwo{tenant=\"a\",n=\"2\"} 3\n# TYPE three counter\nthree 1\n", "a", All));
}
