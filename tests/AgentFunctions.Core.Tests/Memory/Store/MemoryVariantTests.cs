using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.TestKit.Memory;

namespace AgentFunctions.Core.Tests.Memory.Store;

/// <summary>What resembles what was given may be news, so often and no more.</summary>
public sealed class MemoryVariantTests : IAsyncDisposable
{
    private const string Limit = "The limit for refunds without approval is 500 Euro.";
    private readonly MemoryWorld _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task AnUpdate_IsNews_UntilTheRunHasToldItsShare()
    {
        await GiveAsync("r1");
        for (var i = 0; i < 10; i++) Assert.Equal(MemoryWriteStatus.Quarantined, (await _world.WriteAsync(Update(600 + i, "r1"))).Status);

        var refused = await _world.WriteAsync(Update(700, "r1"));

        Assert.Equal((MemoryWriteStatus.Refused, MemoryRefusals.Recalled), (refused.Status, refused.Reason));
        Assert.Contains("10", refused.Message, StringComparison.Ordinal);
        Assert.Contains("MaxVariantsPerRun", refused.Message, StringComparison.Ordinal);
        Assert.Equal(MemoryWriteStatus.Merged, (await _world.WriteAsync(Update(600, "r1"))).Status);
        Assert.Equal(MemoryWriteStatus.Quarantined, (await _world.WriteAsync(MemoryWorld.Learned("The printer of hall nine is broken.", "r1"))).Status);
        Assert.Equal(MemoryWriteStatus.Quarantined, (await _world.WriteAsync(Update(800, "r2"))).Status);
    }

    [Fact]
    public async Task TheCount_OutlivesTheProcess_AndIsOneForAll()
    {
        await GiveAsync("r1");
        await using var other = new MemoryProcess(_world.Documents, _world.Time);
        var writers = new[] { _world.Process, other }.SelectMany(process => Enumerable.Range(0, 12).Select(i => Task.Run(async () => await process.Writer.WriteAsync(MemoryWorld.Tenant, MemoryWorld.Agent, [Update(600 + i, "r1"), Update(700 + i, "r1")], CancellationToken.None))));
        await Task.WhenAll(writers);

        await using var next = new MemoryProcess(_world.Documents, _world.Time);
        Assert.Equal(MemoryRefusals.Recalled, (await next.Writer.WriteAsync(MemoryWorld.Tenant, MemoryWorld.Agent, [Update(900, "r1")], CancellationToken.None))[0].Reason);
        Assert.Equal(10, (await _world.AllAsync()).Count - 1);
        await _world.VerifyAsync();
    }

    [Fact]
    public async Task ACaller_MayTellMore_WhenTheWindowIsOver()
    {
        await GiveAsync(null);
        for (var i = 0; i < 20; i++) Assert.Equal(MemoryWriteStatus.Stored, (await _world.WriteAsync(MemoryWorld.Said($"The limit for refunds without approval is {600 + i} Euro."))).Status);
        Assert.Contains("MaxVariantsPerCaller", (await _world.WriteAsync(MemoryWorld.Said("The limit for refunds without approval is 900 Euro."))).Message, StringComparison.Ordinal);
        _world.Time.Advance(TimeSpan.FromHours(12));
        await GiveAsync(null);
        Assert.Equal(MemoryRefusals.Recalled, (await _world.WriteAsync(MemoryWorld.Said("The limit for refunds without approval is 901 Euro."))).Reason);
        _world.Time.Advance(TimeSpan.FromHours(13));
        await GiveAsync(null);
        Assert.Equal(MemoryWriteStatus.Stored, (await _world.WriteAsync(MemoryWorld.Said("The limit for refunds without approval is 902 Euro."))).Status);
    }

    [Fact]
    public async Task WhoWasGivenNothing_TellsAsManyAsTheyLike()
    {
        await GiveAsync("r1");
        MemoryDraft[] drafts = [.. Enumerable.Range(0, 100).Select(static i => MemoryWorld.Said($"The limit for refunds without approval is {600 + i} Euro.", MemoryWorld.Operator) with { SessionId = $"s{i}" })];
        for (var i = 0; i < 3; i++) Assert.All(await _world.WriteAllAsync([.. drafts.Select(d => d with { Text = $"{d.Text} So it is in country {i}." })]), static r => Assert.Equal(MemoryWriteStatus.Stored, r.Status));
        var run = drafts[0].Source with { RunId = "r7" };
        for (var i = 0; i < 3; i++) Assert.All(await _world.WriteAllAsync([.. drafts.Select(d => d with { Text = $"{d.Text} So it is in hall {i}.", Source = run })]), static r => Assert.Equal(MemoryWriteStatus.Stored, r.Status));
    }

    [Fact]
    public async Task Bounds_AreSettings()
    {
        await using var world = new MemoryWorld(static options => (options.MaxVariantsPerRun, options.MaxRecordsPerRun) = (0, 2));
        var id = (await world.WriteAsync(MemoryWorld.Said(Limit, MemoryWorld.Operator))).Id;
        await world.GiveAsync("r1", id);
        Assert.Equal(MemoryRefusals.Recalled, (await world.WriteAsync(Update(600, "r1"))).Reason);
        foreach (var text in (string[])["The printer of hall nine is broken.", "Orders leave the house at noon."]) Assert.Equal(MemoryWriteStatus.Quarantined, (await world.WriteAsync(MemoryWorld.Note(text, run: "r1"))).Status);
        var full = await world.WriteAsync(MemoryWorld.Note("Cats sleep most of the day.", run: "r1"));
        Assert.Equal((MemoryWriteStatus.Refused, MemoryRefusals.Limit), (full.Status, full.Reason));
        Assert.Contains("MaxRecordsPerRun", full.Message, StringComparison.Ordinal);
    }

    private static MemoryDraft Update(int limit, string run) => MemoryWorld.Learned($"The limit for refunds without approval is {limit} Euro.", run);

    private async Task GiveAsync(string? run)
    {
        var id = (await _world.WriteAsync(MemoryWorld.Said(Limit, MemoryWorld.Operator) with { SessionId = "s" })).Id;
        await _world.GiveAsync(run, id);
    }
}
