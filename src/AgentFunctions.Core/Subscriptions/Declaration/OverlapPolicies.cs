namespace AgentFunctions.Core.Subscriptions.Declaration;

/// <summary>What happens at a time of a schedule whose run before is still open.</summary>
public static class OverlapPolicies
{
    /// <summary>The time passes without a run.</summary>
    public const string Skip = "skip";

    /// <summary>Both run.</summary>
    public const string Allow = "allow";

    /// <summary>One run follows when the one before is over, however many times pass meanwhile.</summary>
    public const string QueueOne = "queueOne";

    /// <summary>The run before is terminated.</summary>
    public const string TerminatePrevious = "terminatePrevious";
}
