using System.Text.Json;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Sets;
using AgentFunctions.Embedded;
using AgentFunctions.Gateway.Models.Stages;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Benchmarks.Micro;

/// <summary>From a key to its agent, team and model, as every call does it, in a tenant with many agents that each have a key. Another key each time, so that no processor cache flatters. Set-up takes minutes.</summary>
[MemoryDiagnoser]
public class ResolveBenchmarks
{
    private const int SetSize = 5_000;
    private string _folder = "";
    private ServiceProvider? _services;
    private IAuthenticator _authenticator = null!;
    private string[] _keys = [];
    private int _next;

    [Params(1_000, 100_000)]
    public int Agents { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _folder = Directory.CreateTempSubdirectory("agentfunctions-benchmark-").FullName;
        var services = new ServiceCollection();
        services.AddLogging().AddEmbeddedStores(options => options.DataDirectory = _folder).AddAgentFunctionsKeys();
        _services = services.BuildServiceProvider();
        await _services.GetRequiredService<ResourceStore>().EnsureTenantAsync(Tenants.Default, CancellationToken.None);
        await ApplyAsync(("providers", "p", """{"type":"simulated"}"""), ("models", "sim-*", """{"targets":[{"provider":"p"}]}"""), ("teams", "t", """{"models":["*"]}"""));
        foreach (var chunk in Enumerable.Range(0, Agents).Chunk(SetSize)) await ApplyAsync([.. chunk.Select(i => ("agents", $"agent-{i}", """{"team":"t","models":["sim-*"]}"""))]);
        var keys = _services.GetRequiredService<KeyService>();
        _keys = new string[Agents];
        for (var i = 0; i < Agents; i++) _keys[i] = (await keys.CreateAsync(Actor.System(Tenants.Default), id: null, new KeySpec { Agent = $"agent-{i}" }, CancellationToken.None)).Value!.Key;
        Random.Shared.Shuffle(_keys);
        _authenticator = _services.GetRequiredService<IAuthenticator>();

        // Each once: the first use of a key reads it.
        for (var i = 0; i < Agents; i++)
        {
            if (!await Resolve()) throw new InvalidOperationException("A key that was issued does not work.");
        }
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _services!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark]
    public async Task<bool> Resolve()
    {
        _next = (_next + 1) % _keys.Length;
        return (await _authenticator.AuthenticateAsync(new PresentedCredential(_keys[_next]), CancellationToken.None)).Caller is { } caller
            && caller.ControlPlane.ResolveModel("sim-small") is not null && ModelAccess.IsAllowed(caller, "sim-small");
    }

    private async Task ApplyAsync(params (string Kind, string Id, string Spec)[] items)
    {
        var set = new ResourceSet([.. items.Select(i => JsonDocument.Parse($$"""{"kind":"{{i.Kind}}","id":"{{i.Id}}","spec":{{i.Spec}}}""").RootElement)]);
        if ((await _services!.GetRequiredService<ResourceSets>().ApplyAsync(Actor.System(Tenants.Default), set, CancellationToken.None)).Error is { } error) throw new InvalidOperationException(error.Message);
    }
}
