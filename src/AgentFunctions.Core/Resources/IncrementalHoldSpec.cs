namespace AgentFunctions.Core.Resources;

/// <summary>
/// How a streamed answer holds its output step by step. Declaring it states that the targets say all they produce as text: no hidden reasoning, no sound; and that they are never more than the reserve ahead of what
/// has been read. docs/limits.md.
/// </summary>
public sealed record IncrementalHoldSpec
{
    /// <summary>Tokens of output held at first, and more at each step. Default 512.</summary>
    public int Tokens { get; set; } = 512;

    /// <summary>Tokens that are always held beyond what was read: the most a target may produce until the gateway has looked at its next event and, where a limit has no more room, cancelled it. Below <see cref="Tokens"/>. null: half of them.</summary>
    public int? ReserveTokens { get; set; }
}
