namespace AgentFunctions.Core.Quotas;

/// <summary>Whether a limit refuses or only tells what it would have refused.</summary>
public enum LimitMode
{
    Enforce,
    Shadow,
}
