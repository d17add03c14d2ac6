namespace AgentFunctions.Core.Approvals;

/// <summary>The words of approvals on the wire and in the store.</summary>
public static class ApprovalNames
{
    public static string Of(ApprovalKind kind) => kind switch
    {
        ApprovalKind.Action => "action",
        ApprovalKind.Outcome => "outcome",
        ApprovalKind.Input => "input",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static string Of(ApprovalStatus status) => status switch
    {
        ApprovalStatus.Pending => "pending",
        ApprovalStatus.Approved => "approved",
        ApprovalStatus.Denied => "denied",
        ApprovalStatus.Expired => "expired",
        ApprovalStatus.Used => "used",
        ApprovalStatus.Withdrawn => "withdrawn",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static string Of(ApprovalDecision decision) => decision switch
    {
        ApprovalDecision.Approve => "approve",
        ApprovalDecision.Deny => "deny",
        ApprovalDecision.Happened => "happened",
        ApprovalDecision.DidNotHappen => "didNotHappen",
        ApprovalDecision.Answer => "answer",
        _ => throw new ArgumentOutOfRangeException(nameof(decision)),
    };

    /// <summary>The kind of a word; null for any other.</summary>
    public static ApprovalKind? FindKind(string? name) => Find<ApprovalKind>(name, Of);

    /// <summary>The status of a word; null for any other.</summary>
    public static ApprovalStatus? FindStatus(string? name) => Find<ApprovalStatus>(name, Of);

    /// <summary>The decision of a word; null for any other.</summary>
    public static ApprovalDecision? FindDecision(string? name) => Find<ApprovalDecision>(name, Of);

    private static T? Find<T>(string? name, Func<T, string> of)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (of(value) == name) return value;
        }

        return null;
    }
}
