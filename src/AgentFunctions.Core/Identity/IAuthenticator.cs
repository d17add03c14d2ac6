namespace AgentFunctions.Core.Identity;

/// <summary>Turns a presented credential into a caller. Fails closed: every doubt is an error value.</summary>
public interface IAuthenticator
{
    /// <summary>Authenticates a key. Completes synchronously when the key and a fresh view are at hand.</summary>
    /// <param name="presentedKey">The credential as sent, without the scheme.</param>
    /// <param name="requestedTenant">From <c>x-tenant-id</c>; only the bootstrap key may pick a tenant, for all others it must be null or their own.</param>
    /// <param name="requestedAgent">From <c>x-agent-id</c>; lets an operator act as a named agent on <c>/v1</c>, refused for agents' own keys unless it is their own id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<AuthenticationResult> AuthenticateAsync(string presentedKey, string? requestedTenant, string? requestedAgent, CancellationToken cancellationToken);
}
