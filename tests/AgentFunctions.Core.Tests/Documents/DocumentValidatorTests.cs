using System.Text;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Tests.Documents;

/// <summary>What the validator says. What it refuses is in the conformance suite, which every engine passes.</summary>
public sealed class DocumentValidatorTests
{
    private const string Canary = "canary-secret-value";

    public static TheoryData<string, string> RefusedBodies => new()
    {
        { $$"""{"a":"{{Canary}}",}""", "JSON object" },
        { $$"""["{{Canary}}"]""", "JSON object" },
        { $$"""{"{{Canary}}":1,"{{Canary}}":2}""", "twice" },
        { $$"""{"{{Canary}}":9007199254740993}""", "2^53" },
        { $$"""{"{{Canary}}":1e999}""", "double" },
        { $$"""{"a":"{{Canary}}\ud800"}""", "Unicode" },
        { $$"""{"a":"{{Canary}}{{new string('x', DocumentLimits.MaxDocumentBytes)}}"}""", "1048576" },
    };

    [Theory]
    [MemberData(nameof(RefusedBodies))]
    public void CheckWrite_RefusedBody_NamesTheRuleAndNoContent(string body, string rule)
    {
        var refusal = Assert.Throws<DocumentLimitException>(() => DocumentValidator.CheckWrite(new DocumentWrite("a", Encoding.UTF8.GetBytes(body))));

        Assert.Contains(rule, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OverALimit_NamesTheLimit()
    {
        AssertNames("128", () => DocumentValidator.CheckId(new string('a', 129)));
        AssertNames("512", () => DocumentValidator.CheckPartition(new DocumentPartition(DocumentContainer.Sessions, "t", new string('a', 513))));
        AssertNames("sessionId", () => DocumentValidator.CheckPartition(new DocumentPartition(DocumentContainer.Sessions, "t")));
        AssertNames("tenant", () => DocumentValidator.CheckPartition(new DocumentPartition(DocumentContainer.Sessions, "", "s")));
        AssertNames("leave the second key null", () => DocumentValidator.CheckPartition(new DocumentPartition(DocumentContainer.Resources, "t", "s")));
        AssertNames("10", () => DocumentValidator.CheckPatch("a", [.. Enumerable.Repeat(new PatchOperation.Increment("n", 1), 11)], null));
        AssertNames("100", () => DocumentValidator.CheckBatch([.. Enumerable.Repeat(new BatchOperation.Read("a"), 101)]));
        AssertNames("500", () => DocumentValidator.CheckQuery(new DocumentPartition(DocumentContainer.Resources, "t"), new DocumentQuery(Limit: 501)));
        AssertNames("256", () => DocumentValidator.CheckPath(new string('a', 257)));
        AssertNames("2^53", () => DocumentValidator.CheckValue(long.MaxValue));
        AssertNames("whole seconds", () => DocumentValidator.CheckWrite(new DocumentWrite("a", "{}"u8.ToArray(), TimeSpan.FromSeconds(1.5))));
    }

    [Fact]
    public void Check_NullCollections_AreArgumentErrors()
    {
        Assert.Throws<ArgumentNullException>(() => DocumentValidator.CheckBatch(null!));
        Assert.Throws<ArgumentNullException>(() => DocumentValidator.CheckBatch([null!]));
        Assert.Throws<ArgumentNullException>(() => DocumentValidator.CheckPatch("a", null!, null));
        Assert.Throws<ArgumentNullException>(() => DocumentValidator.CheckPatch("a", [null!], null));
        Assert.Throws<ArgumentNullException>(() => DocumentValidator.CheckFilter(DocumentFilter.And(null!, null!)));
    }

    [Fact]
    public void CheckWrite_ManyNames_TakesTimeInProportion()
    {
        var body = new StringBuilder("{");
        for (var i = 0; i < 60_000; i++)
            body.Append(i == 0 ? "" : ",").Append("\"name-").Append(i).Append("\":1");
        var bytes = Encoding.UTF8.GetBytes(body.Append('}').ToString());
        var started = System.Diagnostics.Stopwatch.GetTimestamp();

        DocumentValidator.CheckWrite(new DocumentWrite("a", bytes));

        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2), "Looking for duplicates must not compare every name with every other");
    }

    private static void AssertNames(string limit, Action check) => Assert.Contains(limit, Assert.Throws<DocumentLimitException>(check).Message, StringComparison.Ordinal);
}
