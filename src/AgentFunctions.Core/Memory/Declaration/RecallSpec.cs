namespace AgentFunctions.Core.Memory.Declaration;

/// <summary>What a run is shown of the agent's memory without asking.</summary>
public sealed record RecallSpec
{
    /// <summary>Records at most; 1 to 20, default 5.</summary>
    public int Top { get; set; } = 5;

    /// <summary><c>trusted</c>: only records that may be believed; <c>untrusted</c> (default): all, untrusted ones as the user's words.</summary>
    public string MinIntegrity { get; set; } = "untrusted";
}
