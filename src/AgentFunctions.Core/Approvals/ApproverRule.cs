namespace AgentFunctions.Core.Approvals;

/// <summary>Who may decide, and how many must.</summary>
public sealed record ApproverRule
{
    /// <summary><c>principals/{id}</c> and <c>groups/{name}</c>; empty: everybody with the scope <c>approvals:decide</c> for the team.</summary>
    public IReadOnlyList<string> Approvers { get; init; } = [];

    /// <summary>Different people who must agree; one denial denies. Default 1.</summary>
    public int Count { get; init; } = 1;

    /// <summary>After this long without a decision it is denied. Default 24 h.</summary>
    public TimeSpan ExpiresAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Reminds while it is pending; null: at half of the time.</summary>
    public TimeSpan? RemindEvery { get; init; }
}
