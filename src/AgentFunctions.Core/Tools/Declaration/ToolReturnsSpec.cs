namespace AgentFunctions.Core.Tools.Declaration;

/// <summary>The label of what a tool answers.</summary>
public sealed record ToolReturnsSpec
{
    /// <summary><c>untrusted</c> or <c>trusted</c>.</summary>
    public string Integrity { get; set; } = "untrusted";

    /// <summary><c>public</c>, <c>internal</c> or <c>restricted</c>.</summary>
    public string Confidentiality { get; set; } = "internal";

    /// <summary>Fields of the JSON it answers that are of use, by name at any depth: where a context is compressed, the others are left out (ids, names, states, errors and totals stay) and can be brought back. null: all are.</summary>
    public IReadOnlyList<string>? Fields { get; set; }
}
