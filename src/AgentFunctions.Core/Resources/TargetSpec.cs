namespace AgentFunctions.Core.Resources;

/// <summary>One deployment at one provider.</summary>
public sealed record TargetSpec
{
    public required string Provider { get; init; }

    /// <summary>Model or deployment name at the provider; null passes the caller's model name on (wildcard models).</summary>
    public string? Deployment { get; set; }

    /// <summary>Id of a price; null finds one by match.</summary>
    public string? Price { get; set; }

    /// <summary>Relative share, 1 to 1000. Default 1.</summary>
    public int Weight { get; set; } = 1;

    /// <summary>Lower is tried first. Default 0.</summary>
    public int Priority { get; set; }

    /// <summary><c>max_tokens</c>, <c>max_completion_tokens</c> or <c>max_output_tokens</c>: the field in which the target honours an output cap; null for the surface's own default.</summary>
    public string? OutputLimitField { get; set; }

    /// <summary><c>o200k_base</c> or <c>cl100k_base</c>: how the deployment's tokens are counted; null tells it by the deployment's name.</summary>
    public string? Encoding { get; set; }
}
