namespace AgentFunctions.Core.Subjects;

/// <summary>Whose content, and of whom.</summary>
/// <param name="TenantId">The tenant.</param>
/// <param name="Subject">Folded, see <see cref="SubjectNames.Fold"/>.</param>
/// <param name="Agent">Only what this agent keeps; null: what any agent of the tenant keeps, and what is kept for none.</param>
public sealed record SubjectScope(string TenantId, string Subject, string? Agent)
{
    /// <summary>Beside <see cref="Agent"/>: only what the agent of that name keeps in this team; null: in whatever team it was. For memory; sessions are looked through whatever team they were of.</summary>
    public string? Team { get; init; }
}
