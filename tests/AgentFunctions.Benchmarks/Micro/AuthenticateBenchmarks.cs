using System.Text;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Embedded;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Benchmarks.Micro;

/// <summary>Checking an agent's key, as every call does: a good one, and one with a typing mistake, which its checksum gives away.</summary>
[MemoryDiagnoser]
public class AuthenticateBenchmarks
{
    private string _folder = "";
    private ServiceProvider? _services;
    private IAuthenticator _authenticator = null!;
    private string _good = "";
    private string _mistyped = "";

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _folder = Directory.CreateTempSubdirectory("agentfunctions-benchmark-").FullName;
        var services = new ServiceCollection();
        services.AddLogging().AddEmbeddedStores(options => options.DataDirectory = _folder).AddAgentFunctionsKeys();
        _services = services.BuildServiceProvider();
        var resources = _services.GetRequiredService<ResourceStore>();
        await resources.EnsureTenantAsync(Tenants.Default, CancellationToken.None);
        var agent = Encoding.UTF8.GetBytes("{\"spec\":{\"models\":[\"*\"]}}");
        await resources.PutAsync(Actor.System(Tenants.Default), ResourceKinds.Find("agents")!, "bench", agent, default, CancellationToken.None);
        var issued = await _services.GetRequiredService<KeyService>().CreateAsync(Actor.System(Tenants.Default), id: null, new KeySpec { Agent = "bench" }, CancellationToken.None);
        _authenticator = _services.GetRequiredService<IAuthenticator>();
        _good = issued.Value!.Key;
        _mistyped = _good[..^1] + (_good[^1] == '0' ? '1' : '0');
        if (!await GoodKey() || !await MistypedKey()) throw new InvalidOperationException("The keys do not do what their names say.");
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _services!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark]
    public async Task<bool> GoodKey() => (await _authenticator.AuthenticateAsync(new PresentedCredential(_good), CancellationToken.None)).Caller is not null;

    [Benchmark]
    public async Task<bool> MistypedKey() => (await _authenticator.AuthenticateAsync(new PresentedCredential(_mistyped), CancellationToken.None)).Caller is null;
}
