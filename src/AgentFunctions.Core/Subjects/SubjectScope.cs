using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Subjects;

/// <summary>Whose content, and of whom.</summary>
/// <param name="TenantId">The tenant.</param>
/// <param name="Subject">Folded, see <see cref="SubjectNames.Fold"/>.</param>
/// <param name="Agent">Only what this agent keeps; null: what any agent of the tenant keeps, and what is kept for none.</param>
public sealed record SubjectScope(string TenantId, string Subject, string? Agent)
{
    /// <summary>Beside <see cref="Agent"/>: only what the agent of that name keeps in this team; null: in whatever team it was, or in none (<see cref="IsWithoutTeam"/>).</summary>
    public string? Team { get; init; }

    /// <summary>Beside <see cref="Agent"/>: only what the agent of that name keeps while it is in no team.</summary>
    public bool IsWithoutTeam { get; init; }

    /// <summary>What is kept in some teams is not meant.</summary>
    internal bool IsOfOneTeam => Team is not null || IsWithoutTeam;

    /// <summary>Whether what was kept in a team (null: in none) is meant.</summary>
    internal bool Reaches(string? team) => !IsOfOneTeam || Team == team;

    /// <summary>The team of documents that have it as <c>team</c>, or lack it where there is none.</summary>
    public IEnumerable<DocumentFilter> TeamFilters()
    {
        if (Team is { } team) yield return DocumentFilter.Equal("team", team);
        else if (IsWithoutTeam) yield return DocumentFilter.Or(DocumentFilter.Equal("team", DocumentValue.Null), new DocumentFilter.Negated(new DocumentFilter.Exists("team")));
    }
}
