namespace AgentFunctions.Core.Resources;

/// <summary>Retries of one target before the next is tried.</summary>
public sealed record RetrySpec
{
    /// <summary>Attempts per target, the first included, 1 to 5. Default 2.</summary>
    public int Attempts { get; set; } = 2;
}
