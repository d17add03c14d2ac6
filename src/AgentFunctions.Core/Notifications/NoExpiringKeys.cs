namespace AgentFunctions.Core.Notifications;

/// <summary>Where nothing says which keys end.</summary>
internal sealed class NoExpiringKeys : IExpiringKeys
{
    public IAsyncEnumerable<ExpiringKey> ListAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) => AsyncEnumerable.Empty<ExpiringKey>();
}
