using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Gateway.Models.Providers;
using Azure;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Cloud.Identity;

/// <summary>Tokens of the host's identity for model providers. The credential caches and renews them.</summary>
internal sealed class UpstreamIdentity(TokenCredential credential, IOptions<ManagedIdentityOptions> options, ILogger<UpstreamIdentity> logger) : IUpstreamIdentity
{
    private static readonly string[] AzureSuffixes =
        [".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com", ".openai.azure.us", ".cognitiveservices.azure.us"];

    private readonly TokenRequestContext _context = new([options.Value.Scope]);

    public string? Refusal(string tenantId, Uri endpoint)
    {
        var settings = options.Value;
        if (endpoint.Scheme != Uri.UriSchemeHttps) return "needs an endpoint that begins with https://.";
        if (tenantId != Tenants.Default && !settings.Tenants.Contains(tenantId)) return $"is not for the tenant '{tenantId}': {ManagedIdentityOptions.SectionName}:Tenants of this host does not list it.";
        var isAzure = endpoint.IsDefaultPort && AzureSuffixes.Any(suffix => endpoint.Host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
        return isAzure || settings.Hosts.Contains(endpoint.Authority, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"is not sent to {endpoint.Authority}: it goes to Azure's own hosts, and to those that {ManagedIdentityOptions.SectionName}:Hosts of this host lists.";
    }

    public async ValueTask<UpstreamToken> GetTokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var token = await credential.GetTokenAsync(_context, cancellationToken);
            return new UpstreamToken(new Secret(token.Token));
        }
        catch (CredentialUnavailableException exception)
        {
            IdentityLog.Unavailable(logger, exception);
            return new UpstreamToken(null, "this host has no identity: assign one to it, or sign in with the Azure CLI.", IsLasting: true);
        }
        catch (Exception exception) when (exception is AuthenticationFailedException or RequestFailedException)
        {
            IdentityLog.Failed(logger, exception);
            return new UpstreamToken(null, "no token could be had for this host's identity");
        }
    }
}
