using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Embedded.Backups.Restoring;
using AgentFunctions.Embedded.DataFolders;
using AgentFunctions.Embedded.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Embedded.Tests.Resources;

/// <summary>The control plane of one host process on a data folder, without its surface.</summary>
internal sealed class ControlHost : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly ServiceProvider _services;

    private ControlHost(ServiceProvider services, FakeTimeProvider time) => (_services, Time) = (services, time);

    public static Actor Actor { get; } = Actor.System("default");

    public FakeTimeProvider Time { get; }

    public KeyService Keys => Get<KeyService>();

    public SecretStore Secrets => Get<SecretStore>();

    public static async Task<ControlHost> OpenAsync(string folder, FakeTimeProvider time, bool ensureTenant = true)
    {
        Directory.CreateDirectory(folder);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton(typeof(ILogger<>), typeof(Microsoft.Extensions.Logging.Abstractions.NullLogger<>));
        services.AddEmbeddedStores(o => o.DataDirectory = folder);
        services.AddFileKeySecretProtector(Path.Combine(folder, "secrets.key"));
        services.AddRestrictionJournal();
        services.AddAgentFunctionsKeys().AddAgentFunctionsSecrets();
        var host = new ControlHost(services.BuildServiceProvider(), time);
        await DataFolderFormat.PrepareAsync(folder, DataMigrations.All(time), host.Store, time, None);
        if (ensureTenant) await host.Get<ResourceStore>().EnsureTenantAsync(Tenants.Default, None);
        return host;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task PutAsync(string kind, string id, string spec = "{}")
    {
        var outcome = await Get<ResourceStore>().PutAsync(Actor, ResourceKinds.Find(kind)!, id, Encoding.UTF8.GetBytes($$"""{"spec":{{spec}}}"""), default, None);
        Assert.True(outcome.Error is null, outcome.Error?.Message);
    }

    public async Task<ResourceEntry?> FindAsync(string kind, string id) => (await Get<ResourceStore>().GetAsync(Actor, ResourceKinds.Find(kind)!, id, None)).Value;

    public async Task<string> IssueAsync(string id, string agent) => Ok(await Keys.CreateAsync(Actor, id, new KeySpec { Agent = agent }, None)).Key;

    public async Task<string> RotateAsync(string id, TimeSpan overlap) => Ok(await Keys.RotateAsync(Actor, id, overlap, None)).Key;

    public async Task SetStateAsync(string kind, string id, OperatingState state) =>
        Ok(await Get<ResourceStates>().SetAsync(Actor, ResourceKinds.Find(kind)!, id, new StateChange(state, state == OperatingState.Active ? null : "test", null), None));

    public async Task PutSecretAsync(string name, string value) => Ok(await Secrets.PutAsync(Actor, name, new SecretWrite(value, ["a.example"]), None));

    /// <summary>The value, as a call would get it; null: none.</summary>
    public async Task<string?> RevealAsync(string name, string host = "a.example")
    {
        // Beyond what the source keeps.
        Time.Advance(TimeSpan.FromSeconds(3));
        return (await Get<ISecretSource>().ResolveAsync(new SecretUse("default", name, host), None))?.Current.Reveal();
    }

    /// <summary><c>ok</c> or the error's code, as known anew.</summary>
    public async Task<string> VerdictAsync(string key)
    {
        Time.Advance(TimeSpan.FromSeconds(3));
        return await Get<IAuthenticator>().AuthenticateAsync(new PresentedCredential(key), None) is { Error: { } error } ? error.Code : "ok";
    }

    public IDocumentStore Store => Get<IDocumentStore>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static T Ok<T>(Core.Errors.Outcome<T> outcome)
        where T : class
    {
        Assert.True(outcome.Error is null, outcome.Error?.Message);
        return outcome.Value!;
    }
}
