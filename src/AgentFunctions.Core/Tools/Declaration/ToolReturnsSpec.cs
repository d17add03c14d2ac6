namespace AgentFunctions.Core.Tools.Declaration;

/// <summary>The label of what a tool answers.</summary>
public sealed record ToolReturnsSpec
{
    /// <summary><c>untrusted</c> or <c>trusted</c>.</summary>
    public string Integrity { get; set; } = "untrusted";

    /// <summary><c>public</c>, <c>internal</c> or <c>restricted</c>.</summary>
    public string Confidentiality { get; set; } = "internal";
}
