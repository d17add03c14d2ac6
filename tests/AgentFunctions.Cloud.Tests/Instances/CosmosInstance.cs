using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AgentFunctions.Cloud.Hosting;
using AgentFunctions.Cloud.Payloads;
using AgentFunctions.Cloud.Providers;
using AgentFunctions.Cloud.Secrets;
using AgentFunctions.Cloud.Tests.Cosmos;
using AgentFunctions.Cloud.Tests.Providers;
using AgentFunctions.Cloud.Tests.Secrets;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources.Manifests;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Gateway.Egress;
using AgentFunctions.Http.Hosting;
using Azure.Core;
using Azure.Security.KeyVault.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Cloud.Tests.Instances;

/// <summary>
/// An instance as the Functions host composes it on Azure's engines, background services included, every registration checked as it is built. What is not Azure's here: the clients below the engines of Cosmos DB and Key
/// Vault are fakes, and workflows are a list.
/// </summary>
internal sealed class CosmosInstance : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private CosmosInstance(WebApplication app)
    {
        _app = app;
        _client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public IServiceProvider Services => _app.Services;

    public static async Task<CosmosInstance> StartAsync(CosmosWorld world)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Host.UseDefaultServiceProvider(static options => options.ValidateOnBuild = options.ValidateScopes = true);
        builder.Configuration.AddInMemoryCollection(
        [
            new("AgentFunctions:Cosmos:Endpoint", "https://fake.documents.azure.com"), new("AgentFunctions:KeyVault:Endpoint", VaultFake.Endpoint),
            new("AgentFunctions:Blobs:ConnectionString", world.Blobs), new("AgentFunctions:Blobs:Container", world.Container),
        ]);
        builder.Services.AddSingleton(FakeCosmos.Client(world.Account));
        builder.Services.AddSingleton<TokenCredential>(new FakeCredential("vault-token"));
        builder.Services.AddSingleton(new SecretClientOptions { Transport = world.Transport });
        builder.Services.AddSingleton<IWorkflowClient>(world.Workflows);
        builder.Services.AddCosmosStores().AddKeyVaultSecrets().AddBlobPayloads();
        builder.Services.Configure<BootstrapKeyOptions>(static options => options.AdminKey = CosmosWorld.AdminKey);
        builder.Services.AddAgentFunctionsManifests(world.Manifests).AddAgentFunctions().AddAzureOpenAI();
        builder.Services.Configure<EgressOptions>(options => options.AllowPrivate = world.Tools.Endpoint);
        var app = builder.Build();
        app.Run(app.Services.GetRequiredService<AgentFunctionsApp>().InvokeAsync);
        await app.StartAsync();
        return new CosmosInstance(app);
    }

    public async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(HttpMethod method, string path, string? body = null, string key = CosmosWorld.AdminKey)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await _client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    public Task<(HttpStatusCode Status, JsonElement Json)> PostAsync(string path, string body, string key = CosmosWorld.AdminKey) => SendAsync(HttpMethod.Post, path, body, key);

    /// <summary>The answer of a call that must succeed.</summary>
    public async Task<JsonElement> MustAsync(HttpMethod method, string path, string? body = null, string key = CosmosWorld.AdminKey)
    {
        var (status, json) = await SendAsync(method, path, body, key);
        Assert.True((int)status is >= 200 and < 300, $"{method} {path}: {status} {json}");
        return json;
    }

    public async Task<string> KeyAsync(string body) => (await MustAsync(HttpMethod.Post, "/api/keys", body)).GetProperty("key").GetString()!;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
