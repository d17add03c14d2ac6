namespace AgentFunctions.Core.Usage.Reading;

/// <summary>What usage can be told apart by.</summary>
public enum UsageDimension
{
    Agent,
    Team,
    CostCentre,
    Model,
    Provider,
    Key,
    Run,

    /// <summary>Belongs to its agent: told apart by agent as well.</summary>
    Session,
    EndUser,

    /// <summary>The value of one tag.</summary>
    Tag,
}
