using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Approvals.Deciding;

/// <summary>What one look at a request decided: write the next state, leave it as it is, or refuse.</summary>
/// <param name="Next">What to write; null for nothing.</param>
/// <param name="Error">Why not; null where it is good.</param>
internal readonly record struct ApprovalStep(StoredApproval? Next, ApiError? Error)
{
    /// <summary>It is as it should be.</summary>
    public static ApprovalStep Nothing => default;

    public static implicit operator ApprovalStep(StoredApproval next) => new(next, null);

    public static implicit operator ApprovalStep(ApiError error) => new(null, error);
}
