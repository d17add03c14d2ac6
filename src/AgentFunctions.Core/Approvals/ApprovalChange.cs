namespace AgentFunctions.Core.Approvals;

/// <summary>A change that an operator made to a pending request.</summary>
/// <param name="What"><c>reassigned</c> or <c>extended</c>.</param>
/// <param name="By"><c>operator/ops</c>.</param>
/// <param name="At">When.</param>
/// <param name="From">Approvers separated by commas, or the earlier end (RFC 3339).</param>
/// <param name="To">The same, as it is now.</param>
public sealed record ApprovalChange(string What, string By, DateTimeOffset At, string From, string To)
{
    public const string Reassigned = "reassigned";
    public const string Extended = "extended";
}
