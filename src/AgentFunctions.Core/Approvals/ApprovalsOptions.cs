namespace AgentFunctions.Core.Approvals;

/// <summary>How approvals are kept and linked to. Section <c>AgentFunctions:Approvals</c>.</summary>
public sealed class ApprovalsOptions
{
    public const string SectionName = "AgentFunctions:Approvals";

    /// <summary>How long an approval stays readable after it was decided, expired, used or withdrawn. Default 90 days; 1 day to 10 years.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Requests of one run that may be pending at once. Default 1,000; 1 to 100,000. One more is refused with <c>too_many_approvals</c>.</summary>
    public int MaxPendingPerRun { get; set; } = 1_000;

    /// <summary>Requests of one agent that may be pending at once, so that none keeps the others of its tenant from asking. Default 1,000; 1 to 1,000,000.</summary>
    public int MaxPendingPerAgent { get; set; } = 1_000;

    /// <summary>Requests of one tenant that may be pending at once. Default 10,000; 1 to 1,000,000.</summary>
    public int MaxPendingPerTenant { get; set; } = 10_000;

    /// <summary>Address of this host as people reach it, <c>https://agents.example.com</c>, for links in notifications. Default null: the address the host listens on.</summary>
    public string? PublicUrl { get; set; }
}
