using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Ledger;

namespace AgentFunctions.Core.Tools;

/// <summary>What became of a tool call. Expected outcomes are values.</summary>
public abstract record ToolAnswer
{
    private ToolAnswer()
    {
    }

    /// <summary>Where the limits of the call's path stood when it was admitted, or the one that refused it; empty where none was asked. For headers.</summary>
    public IReadOnlyList<LimitState> Limits { get; init; } = [];

    /// <summary>The tool answered, with a result or with an error of its own; both are for the agent to see.</summary>
    public sealed record Completed(ToolResult Result) : ToolAnswer;

    /// <summary>Nothing was sent: not allowed, malformed, over a limit, stale, or the tool cannot be reached. Codes of docs/errors.md.</summary>
    public sealed record Refused(ApiError Error) : ToolAnswer;

    /// <summary>A person must agree first. The same call with <see cref="Approval.Id"/> executes once after that.</summary>
    public sealed record NeedsApproval(Approval Approval) : ToolAnswer;

    /// <summary>It was sent once and nobody knows whether it took effect. A person says <c>happened</c> or <c>didNotHappen</c>; the same call again then answers, or is sent.</summary>
    public sealed record OutcomeUnknown(Approval Approval) : ToolAnswer;
}
