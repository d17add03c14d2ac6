using Azure.Core;

namespace AgentFunctions.Cloud.Tests.Providers;

/// <summary>An identity whose token a test names; remembers what it was asked for.</summary>
internal sealed class FakeCredential(string token, Exception? failure = null) : TokenCredential
{
    public List<string> Scopes { get; } = [];

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        lock (Scopes) Scopes.AddRange(requestContext.Scopes);
        return failure is null ? new AccessToken(token, DateTimeOffset.MaxValue) : throw failure;
    }

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
}
