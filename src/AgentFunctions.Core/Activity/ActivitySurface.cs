namespace AgentFunctions.Core.Activity;

/// <summary>Which part of the product a call went to.</summary>
public enum ActivitySurface
{
    /// <summary>Everything an operator or app calls: <c>/api</c>, <c>/metrics</c>.</summary>
    Api,

    /// <summary>What agents call: <c>/v1</c> and Azure's paths of the same.</summary>
    V1,
}
