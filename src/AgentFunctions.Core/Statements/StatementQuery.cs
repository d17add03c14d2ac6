using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Statements;

/// <summary>Which lines of a statement; null for all.</summary>
/// <param name="Team">Only of this team.</param>
/// <param name="CostCentre">Only of this cost centre.</param>
/// <param name="TimeZone">Months of this time zone; null: the tenant's. Another one gives a preview.</param>
public sealed record StatementQuery(string? Team = null, string? CostCentre = null, string? TimeZone = null)
{
    /// <summary>What the store can leave out.</summary>
    internal DocumentFilter? Filter => (Team, CostCentre) switch
    {
        (null, null) => null,
        ({ } team, null) => DocumentFilter.Equal("team", team),
        (null, { } costCentre) => DocumentFilter.Equal("costCentre", costCentre),
        _ => DocumentFilter.And(DocumentFilter.Equal("team", Team), DocumentFilter.Equal("costCentre", CostCentre)),
    };

    internal bool Takes(StatementKey key) => (Team is null || key.Team == Team) && (CostCentre is null || key.CostCentre == CostCentre);
}
