namespace AgentFunctions.Core.Identity;

/// <summary>Turns a presented credential into a caller. Fails closed: every doubt is an error value.</summary>
public interface IAuthenticator
{
    /// <summary>Authenticates a key. Completes synchronously when the key and a fresh view are at hand.</summary>
    /// <param name="credential">What the request brought.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<AuthenticationResult> AuthenticateAsync(PresentedCredential credential, CancellationToken cancellationToken);
}
