namespace AgentFunctions.Core.Resources;

/// <summary>Scopes in the whole tenant or in one team.</summary>
public sealed record GrantSpec
{
    /// <summary>Names of <see cref="Identity.AccessScopeNames"/>; none: all that the role has (not for apps).</summary>
    public IReadOnlyList<string> Scopes { get; set; } = [];

    /// <summary>null: the whole tenant.</summary>
    public string? Team { get; set; }
}
