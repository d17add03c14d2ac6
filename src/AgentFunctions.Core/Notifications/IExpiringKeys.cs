namespace AgentFunctions.Core.Notifications;

/// <summary>Keys that end soon or ended lately, over all tenants.</summary>
public interface IExpiringKeys
{
    /// <summary>Keys that are not revoked and expire within the two moments, in any order.</summary>
    IAsyncEnumerable<ExpiringKey> ListAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken);
}
