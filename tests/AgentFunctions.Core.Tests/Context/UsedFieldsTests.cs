using AgentFunctions.Core.Context.Metrics;
using static AgentFunctions.Core.Tests.Context.ContextSamples;

namespace AgentFunctions.Core.Tests.Context;

public sealed class UsedFieldsTests
{
    private const string Orders = "[{\"id\":\"ORD-4711\",\"carrier\":\"Northwind\",\"note\":\"call before noon please\",\"total\":1234.5},{\"id\":\"ORD-4712\",\"carrier\":\"Southwind\",\"note\":\"leave it outside\",\"total\":99}]";

    [Fact]
    public void Find_ValuesInLaterSteps_NamesTheirFields()
    {
        var used = UsedFields.Find([Say("u", "user", "Which are late?"), Call("c", "orders.list", "1"), Result("r", "1", Orders), Say("a", "assistant", "ORD-4712 is with Southwind.")]);
        Assert.Equal(["carrier", "id"], used["orders.list"]);
    }

    [Fact]
    public void Find_ValuesTheUserGave_AreNotTheirUse()
    {
        var used = UsedFields.Find([Say("u", "user", "Where is ORD-4711?"), Call("c", "orders.list", "1"), Result("r", "1", Orders), Say("a", "assistant", "ORD-4711 is with Northwind.")]);
        Assert.Equal(["carrier"], used["orders.list"]);
    }

    [Fact]
    public void Find_NothingUsedOrNoJson_IsEmpty() =>
        Assert.Empty(UsedFields.Find([Call("c", "a", "1"), Result("r", "1", Orders), Call("d", "b", "2"), Result("s", "2", "ORD-9999 [not JSON"), Say("a", "assistant", "It is ORD-9999.")]));
}
