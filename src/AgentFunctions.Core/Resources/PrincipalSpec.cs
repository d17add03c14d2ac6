namespace AgentFunctions.Core.Resources;

/// <summary>A principal that is no agent. Source: API.md, principals.</summary>
public sealed record PrincipalSpec
{
    /// <summary><c>operator</c>, <c>approver</c>, <c>auditor</c> or <c>app</c>.</summary>
    public required string Type { get; init; }

    public string? DisplayName { get; set; }

    /// <summary>Person or group that answers for it.</summary>
    public string? Owner { get; set; }

    /// <summary>Groups it belongs to, which approvals name as <c>groups/{name}</c>. What it may decide follows from them, so they are written with the same right as its grants.</summary>
    public IReadOnlyList<string> Groups { get; set; } = [];

    /// <summary>What it may do; none: for an app nothing, for the others the whole role in the whole tenant.</summary>
    public IReadOnlyList<GrantSpec> Grants { get; set; } = [];
}
