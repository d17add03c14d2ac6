using System.Text.Json;
using AgentFunctions.Core.Approvals;

namespace AgentFunctions.Core.Tests.Approvals;

public sealed class ApprovalDigestTests
{
    private static readonly ApprovalRequest Request = new()
    {
        TenantId = "t",
        Key = "k",
        Kind = ApprovalKind.Action,
        Action = Json("""{"tool":"refund","arguments":{"amount":12.50,"order":"7"}}"""),
        Agent = "a",
        RunId = "r",
        StepId = "s",
        RequestedBy = "operator/ops",
    };

    /// <summary>Stored approvals are bound by it: it never changes for what was asked before an upgrade.</summary>
    [Fact]
    public void Of_Request_IsTheSameForEver() => Assert.Equal("580ebc51c290693d4e367c9297e60ae60ec3fc8265af6dc5e501a2097e497f80", ApprovalDigest.Of(Request));

    [Fact]
    public void Of_SameActionWrittenOtherwise_IsTheSame() => Assert.Equal(
        ApprovalDigest.Of(Request), ApprovalDigest.Of(Request with { Action = Json("""{ "arguments": {"order":"\u0037","amount":125e-1}, "tool":"refund" }"""), RequestedBy = "x", Owners = ["y"], Team = "z" }));

    [Fact]
    public void Of_AnyPartChanged_Differs()
    {
        ApprovalRequest[] others =
        [
            Request with { TenantId = "t2" }, Request with { Key = "k2" }, Request with { Kind = ApprovalKind.Outcome }, Request with { Agent = "a2" }, Request with { RunId = "r2" }, Request with { StepId = "s2" },
            Request with { RunId = null }, Request with { StepId = null }, Request with { RunId = "" }, Request with { StepId = "" },

            // What one part loses the next one gains.
            Request with { Agent = "ar", RunId = "" }, Request with { Agent = "", RunId = "ar" }, Request with { RunId = "rs", StepId = "" }, Request with { TenantId = "tk", Key = "" },
            Request with { Action = Json("""{"tool":"refund","arguments":{"amount":12.500000000000000001,"order":"7"}}""") }, Request with { Action = Json("""{"tool":"refund","arguments":{"amount":12.5,"order":7}}""") },
            Request with { Action = Json("""{"tool":"refund","arguments":{"amount":12.5,"order":"7"},"x":null}""") },
        ];

        Assert.Equal(others.Length + 1, others.Append(Request).Select(ApprovalDigest.Of).Distinct().Count());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("""{"a":1,"a":2}""")]
    public void Of_ActionWithoutCanonicalForm_IsRefused(string action)
    {
        var request = Request with { Action = Json(action) };

        Assert.False(ApprovalDigest.TryOf(request, out _, out _, out var problem));
        Assert.NotEmpty(problem);
        Assert.Throws<ArgumentException>(() => ApprovalDigest.Of(request));
    }

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
