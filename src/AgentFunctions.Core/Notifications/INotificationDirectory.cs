namespace AgentFunctions.Core.Notifications;

/// <summary>A tenant's notifications.</summary>
public interface INotificationDirectory
{
    /// <summary>All of them, as declared now.</summary>
    ValueTask<IReadOnlyList<Notification>> ListAsync(string tenantId, CancellationToken cancellationToken);
}
