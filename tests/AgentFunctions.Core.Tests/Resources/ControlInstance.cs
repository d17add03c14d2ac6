using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Manifests;
using AgentFunctions.Core.Resources.Sets;
using AgentFunctions.Core.Secrets;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Resources;

/// <summary>One process's control plane. Two over the same store and clock stand for two processes.</summary>
internal sealed class ControlInstance : IAsyncDisposable
{
    public const string AdminKey = "admin-key-for-tests-only-0123456789";

    private readonly ServiceProvider _services;

    public ControlInstance(IDocumentStore? inner = null, FakeTimeProvider? time = null, Action<IServiceCollection>? configure = null)
    {
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Inner = inner ?? new InMemoryDocumentStore(Time);
        Store = new FaultyDocumentStore(Inner);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IDocumentStore>(Store);
        services.AddSingleton<ISecretProtector, PlainSecretProtector>();
        services.AddSingleton(new ManifestVariables(ShippedManifests.Variable));
        services.AddAgentFunctionsKeys().AddAgentFunctionsSecrets();
        services.Configure<BootstrapKeyOptions>(o => o.AdminKey = AdminKey);
        configure?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; }

    public IDocumentStore Inner { get; }

    public FaultyDocumentStore Store { get; }

    public ResourceStore Resources => Get<ResourceStore>();

    public KeyService Keys => Get<KeyService>();

    public SecretStore SecretStore => Get<SecretStore>();

    public ISecretSource Secrets => Get<ISecretSource>();

    public ManifestApplier Manifests => Get<ManifestApplier>();

    public IControlPlane ControlPlane => Get<IControlPlane>();

    /// <summary>Another process on the same store and clock.</summary>
    public ControlInstance Sibling() => new(Inner, Time);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<ControlInstance> WithDemoAsync()
    {
        await Resources.EnsureTenantAsync(Tenants.Default, CancellationToken.None);
        await PutAsync("providers", "sim", """{"type":"simulated"}""");
        await PutAsync("models", "sim-small", """{"targets":[{"provider":"sim"}]}""");
        await PutAsync("agents", "demo", """{"models":["sim-small"]}""");
        return this;
    }

    public async Task<ResourceWrite> PutAsync(string kind, string id, string spec)
    {
        var outcome = await TryPutAsync(kind, id, spec);
        Assert.True(outcome.Error is null, outcome.Error?.Message);
        return outcome.Value!;
    }

    public ValueTask<Outcome<ResourceWrite>> TryPutAsync(string kind, string id, string spec) => Resources.PutAsync(
        Actor.System(Tenants.Default), ResourceKinds.Find(kind)!, id, Encoding.UTF8.GetBytes("{\"spec\":" + spec + "}"), default, CancellationToken.None);

    public async Task DeleteAsync(string kind, string id)
    {
        var outcome = await Resources.DeleteAsync(Actor.System(Tenants.Default), ResourceKinds.Find(kind)!, id, null, CancellationToken.None);
        Assert.True(outcome.Error is null, outcome.Error?.Message);
    }

    public async Task<string> IssueAsync(string? id = null, DateTimeOffset? expiresAt = null)
    {
        var outcome = await Keys.CreateAsync(Actor.System(Tenants.Default), id, new KeySpec { Agent = "demo", ExpiresAt = expiresAt }, CancellationToken.None);
        Assert.True(outcome.Error is null, outcome.Error?.Message);
        return outcome.Value!.Key;
    }

    /// <summary>Applies resources of the form <c>("models", "m", spec)</c> as one set.</summary>
    public ValueTask<Outcome<ResourceSetResult>> ApplyAsync(ResourceSet options, params IReadOnlyList<(string Kind, string Id, string Spec)> items) =>
        ApplyAsync(Actor.System(Tenants.Default), options, items);

    public ValueTask<Outcome<ResourceSetResult>> ApplyAsync(Actor actor, ResourceSet options, params IReadOnlyList<(string Kind, string Id, string Spec)> items) => Get<ResourceSets>().ApplyAsync(
        actor, options with { Items = [.. items.Select(i => JsonDocument.Parse($$"""{"kind":"{{i.Kind}}","id":"{{i.Id}}","spec":{{i.Spec}}}""").RootElement)] }, CancellationToken.None);

    /// <summary>Sequence of the default tenant, as stored.</summary>
    public async Task<long> SequenceAsync()
    {
        var found = await Inner.ReadAsync(new DocumentPartition(DocumentContainer.Resources, Tenants.Default), "version", CancellationToken.None);
        return JsonDocument.Parse(found.Document!.Body).RootElement.GetProperty("sequence").GetInt64();
    }

    /// <summary>Spec of a resource as stored, or null.</summary>
    public async Task<string?> SpecAsync(string kind, string id) =>
        (await Resources.GetAsync(Actor.System(Tenants.Default), ResourceKinds.Find(kind)!, id, CancellationToken.None)).Value?.Spec.GetRawText();

    /// <summary>An actor of a role with grants.</summary>
    public static Actor ActorOf(PrincipalKind kind, params IReadOnlyList<GrantSpec> grants) => new(Tenants.Default, Access.Of(kind, grants), $"{PrincipalKinds.ToName(kind)}/test");

    public ValueTask<ControlPlaneView?> ViewAsync() => ControlPlane.GetViewAsync(Tenants.Default, CancellationToken.None);

    public ValueTask<AuthenticationResult> AuthenticateAsync(string key, string? tenant = null, string? agent = null) =>
        Get<IAuthenticator>().AuthenticateAsync(new PresentedCredential(key, tenant, agent), CancellationToken.None);

    /// <summary><c>ok</c> or the error's code.</summary>
    public async Task<string> VerdictAsync(string key) => await AuthenticateAsync(key) is { Error: { } error } ? error.Code : "ok";

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
