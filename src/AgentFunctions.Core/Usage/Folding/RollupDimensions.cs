namespace AgentFunctions.Core.Usage.Folding;

/// <summary>The dimensions that every row has; null where an event has none.</summary>
internal sealed record RollupDimensions(string? Team, string? CostCentre, string? Agent, string? Model, string? Provider, string? Key)
{
    public static RollupDimensions Of(UsageEvent value)
    {
        var subject = value.Subject;
        return new RollupDimensions(subject.Team, subject.CostCentre, subject.Agent, subject.Model, value.Usage.Provider, subject.Key);
    }
}
