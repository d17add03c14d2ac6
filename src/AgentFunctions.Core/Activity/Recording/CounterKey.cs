using AgentFunctions.Core.Identity;

namespace AgentFunctions.Core.Activity.Recording;

/// <summary>What one counter counts. A value without allocation: it is made for every call.</summary>
/// <param name="TenantId">Owner.</param>
/// <param name="OwnerKind">Under whose name it is found: the agent the call acted as, or the principal whose key it was.</param>
/// <param name="OwnerId">Its id.</param>
/// <param name="KeyId">The key that was presented.</param>
/// <param name="Agent">The agent the call acted as; null where it acted for none.</param>
/// <param name="Team">The agent's team at the time: usage stays where it was spent.</param>
/// <param name="Surface">Where the call went.</param>
/// <param name="Model">Which model; null for none.</param>
/// <param name="Hour">Hours since year one.</param>
internal readonly record struct CounterKey(string TenantId, PrincipalKind OwnerKind, string OwnerId, string KeyId, string? Agent, string? Team, ActivitySurface Surface, string? Model, long Hour)
{
    // The rest hardly ever tells two counters apart; equality looks at all of it.
    public override int GetHashCode() => HashCode.Combine(KeyId, Model, Hour, OwnerId);

    public bool Equals(CounterKey other) =>
        Hour == other.Hour && OwnerKind == other.OwnerKind && Surface == other.Surface && KeyId == other.KeyId && Model == other.Model && OwnerId == other.OwnerId && Team == other.Team
        && Agent == other.Agent && TenantId == other.TenantId;
}
