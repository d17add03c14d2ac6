namespace AgentFunctions.Core.Definitions;

/// <summary>How many branches must have succeeded.</summary>
public enum ParallelJoin
{
    All,
    Any,
    Count,
}
