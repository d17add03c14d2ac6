namespace AgentFunctions.Http.Tests.Authorisation;

/// <summary>How far a right reaches on an endpoint. docs/security.md says the same in words.</summary>
internal enum Reach
{
    /// <summary>No key needed.</summary>
    Anyone,

    /// <summary>Model calls.</summary>
    Agents,

    /// <summary>Whoever has the scope somewhere is answered, with what they may see.</summary>
    Filtered,

    /// <summary>Whoever has the scope somewhere, and every agent, is answered with what they may see.</summary>
    AgentFiltered,

    /// <summary>Something an agent did: its own, and for others as far as the scope reaches.</summary>
    AgentOwned,

    /// <summary>Reads something of a team.</summary>
    TeamRead,

    /// <summary>Recognizes a key of a team; the platform those of every tenant.</summary>
    KeyLookup,

    /// <summary>Changes something of a team.</summary>
    TeamWrite,

    /// <summary>Reads a team.</summary>
    OwnTeamRead,

    /// <summary>Changes a team: the tenant's matter.</summary>
    OwnTeamWrite,

    /// <summary>Reads what belongs to the tenant.</summary>
    TenantRead,

    /// <summary>Changes what belongs to the tenant.</summary>
    TenantWrite,

    /// <summary>Speaks of the whole tenant, whatever id is named.</summary>
    WholeTenant,

    /// <summary>Speaks of the whole tenant; an agent's key, of what is the agent's own.</summary>
    AgentOrWholeTenant,

    /// <summary>Reads what belongs to the tenant and every team sees.</summary>
    SharedRead,

    /// <summary>Changes what belongs to the tenant and every team sees.</summary>
    SharedWrite,

    /// <summary>Reads the tenant itself.</summary>
    TenantItselfRead,

    /// <summary>Sets the state of the tenant itself.</summary>
    TenantItselfState,

    /// <summary>Changes tenants: the platform's matter.</summary>
    PlatformOnly,
}
