namespace AgentFunctions.Core.Approvals;

/// <summary>What a request and its answers may be; broken ones are refused with 400.</summary>
public static class ApprovalLimits
{
    /// <summary>Of the canonical action, as UTF-8.</summary>
    public const int MaxActionBytes = 64 * 1024;

    /// <summary>Of an answer, canonical, as UTF-8; it travels in a workflow event.</summary>
    public const int MaxValueBytes = 16 * 1024;

    /// <summary>Of a comment.</summary>
    public const int MaxCommentLength = 2_000;

    /// <summary>Of a key, as the caller of <see cref="IApprovals.RequestAsync"/> chose it.</summary>
    public const int MaxKeyLength = 512;

    /// <summary>Entries of <see cref="ApproverRule.Approvers"/>.</summary>
    public const int MaxApprovers = 64;

    /// <summary>People who must agree.</summary>
    public const int MaxCount = 16;

    /// <summary>Votes kept in one request; beyond that the earlier ones of who votes again make room.</summary>
    public const int MaxVotes = 64;

    /// <summary>From when it was asked, or extended, to its end.</summary>
    public static readonly TimeSpan MaxLife = TimeSpan.FromDays(365);

    /// <summary>Between reminders.</summary>
    public static readonly TimeSpan MinReminder = TimeSpan.FromMinutes(1);

    /// <summary>An approved action that nobody begins is not there for ever: it can be begun for as long as there was to decide, and at least for this long.</summary>
    public static readonly TimeSpan MinUse = TimeSpan.FromHours(24);
}
