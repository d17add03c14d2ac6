using AgentFunctions.Core.Keys;
using AgentFunctions.Http.Authentication.Entra;
using AgentFunctions.Http.Tests.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Entra;

/// <summary>The application with a directory whose tokens it takes, and an agent <c>demo</c> that runs as <see cref="EntraDirectory.Workload"/>.</summary>
internal sealed class EntraApp : IAsyncDisposable
{
    private EntraApp(ControlApp control, EntraDirectory directory) => (Control, Directory) = (control, directory);

    public ControlApp Control { get; }

    public EntraDirectory Directory { get; }

    public DateTimeOffset Now => Control.Time.GetUtcNow();

    public static async Task<EntraApp> StartAsync(Action<EntraOptions>? options = null, bool people = true)
    {
        var directory = new EntraDirectory();
        var control = await ControlApp.StartAsync(configure: services =>
        {
            services.Configure<EntraOptions>(entra =>
            {
                (entra.TenantId, entra.ClientId, entra.Instance) = (EntraDirectory.Tenant, EntraDirectory.Client, directory.Instance);
                options?.Invoke(entra);
            });
            services.Configure<KeyOptions>(keys => keys.People = people);
        });
        return new EntraApp(control, directory);
    }

    public async Task<EntraApp> WithAgentAsync(string id = "demo", string tenant = EntraDirectory.Tenant)
    {
        await Control.DeclareDemoAsync();
        await WithWorkloadAsync(id, tenant);
        return this;
    }

    public Task WithWorkloadAsync(string id, string tenant = EntraDirectory.Tenant) =>
        PutAgentAsync(id, $$"""{"models":["sim-small"],"workloads":[{"tenantId":"{{tenant}}","clientId":"{{EntraDirectory.Workload.ToUpperInvariant()}}"}]}""");

    public async Task PutAgentAsync(string id, string spec) => Assert.True((int)(await Control.PutSpecAsync("agents", id, spec)).Status < 300);

    /// <summary>Status of a request to the control plane with the token.</summary>
    public async Task<int> ReadAsync(string token, string path = "/api/providers") => (int)(await Control.GetAsync(path, token)).Status;

    /// <summary>A model call with the token.</summary>
    public Task<ControlApp.Answer> CallAsync(string token, params (string Name, string Value)[] headers) =>
        Control.SendAsync(HttpMethod.Post, "/v1/chat/completions", """{"model":"sim-small","messages":[{"role":"user","content":"Hi"}]}""", token, headers);

    public async ValueTask DisposeAsync()
    {
        await Control.DisposeAsync();
        await Directory.DisposeAsync();
    }
}
