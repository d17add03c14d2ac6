namespace AgentFunctions.Core.Quotas;

/// <summary>What a limit is on.</summary>
public enum LimitScopeKind
{
    Tenant,
    Team,
    Agent,
    Session,
    Run,
    Key,
    Model,
    Provider,
    Tool,
}
