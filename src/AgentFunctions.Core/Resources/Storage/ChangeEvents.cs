using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.States;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>What people are told of a change: written with it, so that there is never one without the other.</summary>
internal static class ChangeEvents
{
    /// <summary>The event of a change, or null for one that nobody is told of.</summary>
    /// <param name="tenantId">Where.</param>
    /// <param name="change">What is about to be written.</param>
    /// <param name="by">Who, <c>operator/ops</c>.</param>
    /// <param name="at">When.</param>
    public static NotificationEvent? Of(string tenantId, ResourceChange change, string by, DateTimeOffset at)
    {
        var next = change.Next;
        return change.Operation switch
        {
            ChangeOperations.Issued => NotificationEvents.KeyIssued(tenantId, change.Team, next.Id, ResourceKinds.KeyKind.Read(next.Spec!.Value).Owner(), by, at),
            ChangeOperations.Rotated => NotificationEvents.KeyRotated(tenantId, change.Team, next.Id, by, EndOfOverlap(next, at), at),
            ChangeOperations.Revoked => NotificationEvents.KeyRevoked(tenantId, change.Team, next.Id, by, at),
            ChangeOperations.Deleted when next.Kind == ResourceKinds.KeyKind.Name => NotificationEvents.KeyRevoked(tenantId, change.Team, next.Id, by, at),
            ChangeOperations.StateSet => NotificationEvents.StateChanged(
                tenantId, change.Team, $"{next.Kind}/{next.Id}", Name(change.StateBefore, at), Name(next.State, at), next.State?.Reason, next.State?.Until, by, at),
            _ => null,
        };
    }

    private static string Name(ResourceState? state, DateTimeOffset at) => OperatingStates.ToName(ResourceState.Of(state, at));

    private static DateTimeOffset EndOfOverlap(StoredResource key, DateTimeOffset at) => key.Secrets?.Retiring.Select(r => r.Until).DefaultIfEmpty(at).Max() ?? at;
}
