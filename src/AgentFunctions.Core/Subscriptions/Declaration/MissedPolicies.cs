namespace AgentFunctions.Core.Subscriptions.Declaration;

/// <summary>What becomes of times at which no process was there.</summary>
public static class MissedPolicies
{
    public const string Skip = "skip";
    public const string Latest = "latest";
    public const string All = "all";
}
