using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Payloads;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.TestKit.Payloads;

/// <summary>What every payload store keeps to, on every document store.</summary>
public abstract class PayloadConformance : IAsyncLifetime
{
    private const string Owner = "runs/r1";
    private static readonly CancellationToken None = CancellationToken.None;
    private ServiceProvider _services = null!;
    private FaultyDocumentStore _store = null!;

    /// <summary>What is under test.</summary>
    protected IPayloadStore Payloads => _services.GetRequiredService<IPayloadStore>();

    /// <summary>Runs before every operation of the engine; null for nothing.</summary>
    protected virtual Func<Task>? Before
    {
        set => _store.Before = value;
    }

    public async Task InitializeAsync()
    {
        _store = new FaultyDocumentStore(await CreateStoreAsync());
        _services = Register(new ServiceCollection().AddSingleton<IDocumentStore>(_store)).AddAgentFunctionsPayloads().BuildServiceProvider();
    }

    public virtual async Task DisposeAsync() => await _services.DisposeAsync();

    /// <summary>An empty store.</summary>
    protected abstract ValueTask<IDocumentStore> CreateStoreAsync();

    /// <summary>Registers an engine that is not the document store; it comes before the default.</summary>
    protected virtual IServiceCollection Register(IServiceCollection services) => services;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(512 * 1024)]
    [InlineData((512 * 1024) + 1)]
    [InlineData((3 * 1024 * 1024) + 17)]
    public async Task Put_AnySize_IsReadBackAsItWas(int size)
    {
        var content = Content(size);

        var reference = await Payloads.PutAsync(Tenants.Default, Owner, content, None);

        Assert.Matches("^pl_[0-9a-f]{40}$", reference);
        Assert.Equal(content, (await Payloads.GetAsync(Tenants.Default, Owner, reference, None))!.Value.ToArray());
        Assert.Equal(reference, await Payloads.PutAsync(Tenants.Default, Owner, content, None));
    }

    [Fact]
    public async Task Put_BeyondTheLimit_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Payloads.PutAsync(Tenants.Default, Owner, new byte[(64 * 1024 * 1024) + 1], None));

    [Fact]
    public async Task Get_OfAnotherOwnerOrTenant_FindsNothing()
    {
        var content = Content(100);
        var mine = await Payloads.PutAsync(Tenants.Default, Owner, content, None);
        var theirs = await Payloads.PutAsync(Tenants.Default, "runs/r2", content, None);

        // The same content is told apart by who has it: nobody finds out what another has.
        Assert.NotEqual(mine, theirs);
        Assert.Null(await Payloads.GetAsync(Tenants.Default, "runs/r2", mine, None));
        Assert.Null(await Payloads.GetAsync("other", Owner, mine, None));
        foreach (var wrong in (string[])["", "pl_", "k", "../k", mine.ToUpperInvariant(), mine + "0"]) Assert.Null(await Payloads.GetAsync(Tenants.Default, Owner, wrong, None));
    }

    [Fact]
    public async Task Put_KilledAtEveryWrite_LeavesAllOrNothing_AndIsDoneAgain()
    {
        var content = Content((1024 * 1024) + 5);
        var reference = await Payloads.PutAsync("whole", Owner, content, None);
        Assert.NotNull(reference);
        for (var failing = 1; ; failing++)
        {
            var (tenant, operations) = ($"t{failing}", 0);
            Before = () => ++operations == failing ? throw new DocumentStoreUnavailableException("Killed here.") : Task.CompletedTask;
            var isKilled = false;
            try
            {
                await Payloads.PutAsync(tenant, Owner, content, None);
            }
            catch (DocumentStoreUnavailableException)
            {
                isKilled = true;
            }

            Before = null;
            var written = await Payloads.PutAsync(tenant, Owner, content, None);
            Assert.Equal(content, (await Payloads.GetAsync(tenant, Owner, written, None))!.Value.ToArray());
            if (!isKilled) break;
            Assert.InRange(failing, 1, 20);
        }
    }

    [Fact]
    public async Task Purge_RemovesWhatTheOwnerHas_AndNothingElse()
    {
        var small = await Payloads.PutAsync(Tenants.Default, Owner, Content(10), None);
        var large = await Payloads.PutAsync(Tenants.Default, Owner, Content(2 * 1024 * 1024), None);
        var other = await Payloads.PutAsync(Tenants.Default, "runs/r2", Content(10), None);

        await Payloads.PurgeAsync(Tenants.Default, Owner, None);
        await Payloads.PurgeAsync(Tenants.Default, Owner, None);

        Assert.Null(await Payloads.GetAsync(Tenants.Default, Owner, small, None));
        Assert.Null(await Payloads.GetAsync(Tenants.Default, Owner, large, None));
        Assert.NotNull(await Payloads.GetAsync(Tenants.Default, "runs/r2", other, None));
    }

    [Fact]
    public async Task PurgeTenant_RemovesWhatItsOwnersHave_AndNothingElse()
    {
        var mine = await Payloads.PutAsync("gone", Owner, Content(10), None);
        var large = await Payloads.PutAsync("gone", "sessions/s", Content(2 * 1024 * 1024), None);
        var other = await Payloads.PutAsync("gone-not", Owner, Content(10), None);

        await Payloads.PurgeTenantAsync("gone", None);
        await Payloads.PurgeTenantAsync("gone", None);

        Assert.Null(await Payloads.GetAsync("gone", Owner, mine, None));
        Assert.Null(await Payloads.GetAsync("gone", "sessions/s", large, None));
        Assert.NotNull(await Payloads.GetAsync("gone-not", Owner, other, None));

        // Whoever has the name next shares nothing with who had it.
        Assert.NotEqual(mine, await Payloads.PutAsync("gone", Owner, Content(10), None));
    }

    [Fact]
    public async Task Put_TheSameFromManySides_IsOneReference()
    {
        var content = Content(600 * 1024);

        var references = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Payloads.PutAsync(Tenants.Default, "runs/many", content, None).AsTask()));

        Assert.Single(references.Distinct());
        Assert.Equal(content, (await Payloads.GetAsync(Tenants.Default, "runs/many", references[0], None))!.Value.ToArray());
    }

    [Theory]
    [InlineData("""{"a":1}""", false)]
    [InlineData("""{"$ref":"somewhere"}""", false)]
    [InlineData("""{"$ref":"pl_0123456789012345678901234567890123456789"}""", true)]
    [InlineData("""{"id":123456789012345678901}""", true)]
    [InlineData("""{"a":1,"a":2}""", true)]
    public async Task Keep_WhatADocumentCannotHold_BecomesAReference(string text, bool isReference)
    {
        var content = JsonDocument.Parse(text).RootElement;

        var kept = await Payloads.KeepAsync(Tenants.Default, Owner, content, 1024, None);

        Assert.Equal(isReference, PayloadReferences.Find(kept) is not null && kept.GetRawText() != text);
        Assert.Equal(text, (await Payloads.ResolveAsync(Tenants.Default, Owner, kept, None))!.Value.GetRawText());
    }

    private static byte[] Content(int size)
    {
        var content = new byte[size];
        for (var i = 0; i < size; i++) content[i] = (byte)((i * 31) ^ (i >> 8));
        return content;
    }
}
