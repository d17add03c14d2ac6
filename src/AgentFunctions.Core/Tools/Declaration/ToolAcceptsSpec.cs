namespace AgentFunctions.Core.Tools.Declaration;

/// <summary>What may be sent to a tool.</summary>
public sealed record ToolAcceptsSpec
{
    /// <summary>The highest confidentiality: <c>public</c>, <c>internal</c> or <c>restricted</c>.</summary>
    public string Confidentiality { get; set; } = "internal";
}
