namespace AgentFunctions.Core.Tools.Declaration;

/// <summary>The credential of a tool. The secret itself is never in a resource.</summary>
public sealed record ToolCredentialSpec
{
    /// <summary>Name of a secret, <c>^[a-z0-9-]{1,64}$</c>.</summary>
    public required string SecretRef { get; init; }

    /// <summary>Header that carries it as it is; null: <c>Authorization: Bearer</c>.</summary>
    public string? Header { get; set; }
}
