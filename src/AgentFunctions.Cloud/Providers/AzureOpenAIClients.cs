using System.ClientModel;
using System.ClientModel.Primitives;
using AgentFunctions.Cloud.Identity;
using AgentFunctions.Gateway.Models.Providers.OpenAI;
using Azure.AI.OpenAI;
using Azure.Core;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Cloud.Providers;

/// <summary>Makes clients; all of them share one transport.</summary>
internal sealed class AzureOpenAIClients(UpstreamTransport transport, TokenCredential identity, IOptions<ManagedIdentityOptions> options) : IDisposable
{
    private const AzureOpenAIClientOptions.ServiceVersion Version = AzureOpenAIClientOptions.ServiceVersion.V2024_10_21;
    private readonly AzureOpenAITransport _transport = new(transport);

    public AzureOpenAIClient WithKey(Uri endpoint, string key) => new(endpoint, new ApiKeyCredential(key), Options());

    public AzureOpenAIClient WithIdentity(Uri endpoint) => new(endpoint, identity, Options());

    public void Dispose() => _transport.Dispose();

    private AzureOpenAIClientOptions Options() => new(Version)
    {
        Audience = options.Value.Scope,
        Transport = _transport,
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
    };
}
