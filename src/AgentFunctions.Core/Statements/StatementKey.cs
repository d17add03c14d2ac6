using AgentFunctions.Core.Usage.Folding;

namespace AgentFunctions.Core.Statements;

/// <summary>What one line is for; null where the calls had none.</summary>
public sealed record StatementKey(string? Team, string? CostCentre, string? Agent, string? Model) : IComparable<StatementKey>
{
    internal static StatementKey Of(RollupDimensions dimensions) => new(dimensions.Team, dimensions.CostCentre, dimensions.Agent, dimensions.Model);

    public int CompareTo(StatementKey? other)
    {
        if (other is null) return 1;
        var order = string.CompareOrdinal(Team, other.Team);
        if (order == 0) order = string.CompareOrdinal(CostCentre, other.CostCentre);
        if (order == 0) order = string.CompareOrdinal(Agent, other.Agent);
        return order == 0 ? string.CompareOrdinal(Model, other.Model) : order;
    }

    public static bool operator <(StatementKey left, StatementKey right) => left.CompareTo(right) < 0;

    public static bool operator >(StatementKey left, StatementKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(StatementKey left, StatementKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(StatementKey left, StatementKey right) => left.CompareTo(right) >= 0;
}
