namespace AgentFunctions.Core.Usage.Folding;

/// <summary>What rows are told apart by, besides team, cost centre, agent, model, provider and key.</summary>
internal enum RollupFamily
{
    /// <summary>Nothing: every event is in these rows. By minute, hour and day; the others by hour.</summary>
    Base,
    Run,
    Session,
    EndUser,

    /// <summary>Each tag of an event by itself.</summary>
    Tag,
}
