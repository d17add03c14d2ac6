using AgentFunctions.Cloud.Identity;
using AgentFunctions.Cloud.Providers;
using AgentFunctions.Core.Resources;
using AgentFunctions.TestKit.Hosting;
using Azure.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Cloud.Tests.Providers;

/// <summary>The application with the upstream declared as an Azure OpenAI resource, over TLS.</summary>
internal static class AzureApp
{
    public const string Path = "/v1/chat/completions";

    public static Task<ModelApp> StartAsync(
        bool managedIdentity = false, string type = "azure-openai", Func<ProviderSpec, ProviderSpec>? change = null, TokenCredential? identity = null, ModelSpec? model = null, bool isListed = true,
        ILoggerProvider? logs = null)
    {
        string? authority = null;
        return ModelApp.StartAsync(
            (view, upstream) =>
            {
                authority = upstream.Address.Authority;
                var spec = new ProviderSpec
                {
                    Type = type,
                    Endpoint = type == "openai" ? upstream.Endpoint : upstream.Address.AbsoluteUri,
                    Credential = managedIdentity ? new CredentialSpec { ManagedIdentity = true } : new CredentialSpec { SecretRef = "up-key" },
                };
                view.With("up", change is null ? spec : change(spec));
                if (model is not null) view.With("m", model);
            },
            services: services =>
            {
                services.AddSingleton(identity ?? new FakeCredential(ModelApp.Canary));
                services.AddAzureOpenAI();
                services.Configure<ManagedIdentityOptions>(options =>
                {
                    if (isListed) options.Hosts.Add(authority!);
                });
            },
            logs: logs,
            secure: true);
    }
}
