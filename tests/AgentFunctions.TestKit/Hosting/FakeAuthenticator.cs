using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.TestKit.Hosting;

/// <summary>Knows two kinds of key: <c>agent:ID</c> (the agent of that id in the view) and <c>platform</c> (acts as the agent named in the request).</summary>
public sealed class FakeAuthenticator(ControlPlaneView view) : IAuthenticator
{
    public const string PlatformKey = "platform";

    /// <summary>When set, every attempt gets it.</summary>
    public ApiError? Error { get; set; }

    public static string KeyOf(string agentId) => "agent:" + agentId;

    public async ValueTask<AuthenticationResult> AuthenticateAsync(PresentedCredential credential, CancellationToken cancellationToken)
    {
        var presentedKey = credential.Key;
        if (Error is not null) return Error;
        if (presentedKey == PlatformKey)
        {
            var named = credential.Agent is null ? null : await view.FindAgentAsync(credential.Agent, cancellationToken);
            return new Caller(new Principal(view.TenantId, PrincipalKind.Platform, "bootstrap"), "bootstrap", named, view) { Access = Access.Platform };
        }

        return presentedKey.StartsWith("agent:", StringComparison.Ordinal) && await view.FindAgentAsync(presentedKey[6..], cancellationToken) is { } agent
            ? new Caller(new Principal(view.TenantId, PrincipalKind.Agent, agent.Id), "key-1", agent, view)
            : ApiErrors.InvalidApiKey;
    }
}
