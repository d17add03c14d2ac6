using System.Text.RegularExpressions;
using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Resources;
using AgentFunctions.Workflows.Agents.Context;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Tests.Agents.Context;

/// <summary>Names keep OpenAI's rules, lead back to what they stand for, and never collide.</summary>
public sealed class FunctionNamesTests
{
    [Fact]
    public void Of_Ids_BecomeNamesAndLeadBack()
    {
        var names = FunctionNames.Of(Blueprint(["orders.get", "refunds:create", new string('x', 128)], ["billing"]));
        Assert.Equal((ProposedCallKind.Tool, "orders.get"), names.Find("orders_get"));
        Assert.Equal((ProposedCallKind.Tool, "refunds:create"), names.Find("refunds_create"));
        Assert.Equal((ProposedCallKind.Helper, "billing"), names.Find("agent_billing"));
        Assert.All(names.All.Keys, static name => Assert.Matches(new Regex("^[a-zA-Z0-9_-]{1,64}$"), name));
        Assert.Equal(4, names.All.Count);
    }

    [Fact]
    public void Of_IdsThatDifferOnlyInSigns_GetNamesOfTheirOwn()
    {
        string[] ids = ["orders.get", "orders:get", "orders_get", "agent_x", new string('y', 70), new string('y', 71)];
        var names = FunctionNames.Of(Blueprint(ids, ["x"]));
        Assert.Equal(ids.Length + 1, names.All.Count);
        Assert.Equal([.. ids, "x"], names.All.Values.Select(static value => value.Target));
    }

    [Fact]
    public void Find_UnknownName_IsNothing() => Assert.Null(FunctionNames.Of(Blueprint(["orders.get"], [])).Find("orders.get"));

    private static AgentBlueprint Blueprint(IEnumerable<string> tools, IEnumerable<string> helpers) => new()
    {
        Id = "triage",
        Spec = new AgentSpec(),
        Tools = [.. tools.Select(static tool => new AgentTool(tool, null, null, null))],
        Helpers = [.. helpers.Select(static helper => new CallableAgent(helper, null))],
    };
}
