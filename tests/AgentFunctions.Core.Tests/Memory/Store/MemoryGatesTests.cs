using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Writing;

namespace AgentFunctions.Core.Tests.Memory.Store;

public sealed class MemoryGatesTests : IAsyncDisposable
{
    private readonly MemoryWorld _world = new();

    public static TheoryData<string, MemoryDraft> OutOfBounds => new()
    {
        { "text", MemoryWorld.Note(" ") }, { "text", MemoryWorld.Note(new string('x', MemoryBounds.MaxText + 1)) }, { "text", MemoryWorld.Note("half \ud800 a pair") }, { "text", MemoryWorld.Note("zero \0") },
        { "subject", MemoryWorld.Note("x") with { Subject = "" } }, { "speaker", MemoryWorld.Note("x") with { Speaker = "a\nb" } }, { "sessionId", MemoryWorld.Note("x") with { SessionId = "a/b" } },
        { "attribute", MemoryWorld.Note("x") with { Attribute = "city" } }, { "value", MemoryWorld.Note("x") with { Subject = "Ann", Value = "Oslo" } },
        { "tags", MemoryWorld.Note("x") with { Tags = [.. Enumerable.Range(0, MemoryBounds.MaxTags + 1).Select(i => $"t{i}")] } }, { "entities", MemoryWorld.Note("x") with { Entities = [""] } },
        { "links", MemoryWorld.Note("x") with { Links = [new MemoryLink(MemoryLinkKind.RelatedTo, "../head", 1)] } }, { "validTo", MemoryWorld.Note("x") with { ValidFrom = MemoryWorld.Start, ValidTo = MemoryWorld.Start } },
    };

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [MemberData(nameof(OutOfBounds))]
    public async Task Write_OutOfBounds_IsRefusedWithTheField(string field, MemoryDraft draft)
    {
        var result = await _world.WriteAsync(draft);
        Assert.Equal((MemoryWriteStatus.Refused, MemoryRefusals.Invalid, field), (result.Status, result.Reason, result.Field));
        Assert.Empty(await _world.AllAsync());
    }

    [Theory]
    [InlineData("my key is ak_default.k1.0123456789abcdef0123")]
    [InlineData("use sk-abcdefghijklmnopqrstuvwx")]
    [InlineData("the password is hunter22")]
    [InlineData("password: correcthorse")]
    [InlineData("AKIAIOSFODNN7EXAMPLE is ours")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----")]
    [InlineData("Authorization: Bearer abcdefghijklmnopqrstuvwxyz")]
    public async Task Write_Secret_IsRefusedAndStoredNowhere(string text)
    {
        Assert.Equal(MemoryRefusals.Secret, (await _world.WriteAsync(MemoryWorld.Said(text))).Reason);
        Assert.Equal(MemoryRefusals.Secret, (await _world.WriteAsync(MemoryWorld.Note("A setting.") with { Subject = "s", Attribute = "a", Value = text })).Reason);
        Assert.Empty(await _world.AllAsync());
    }

    [Fact]
    public async Task Write_DirectEpisodic_IsFoundAtOnceInTheOrderOfTurns()
    {
        var results = await _world.WriteAllAsync(MemoryWorld.Said("The orchid was bought in Bergen.") with { SessionId = "s" }, MemoryWorld.Said("It has never bloomed since.", isTrusted: false) with { SessionId = "s" });
        Assert.All(results, static r => Assert.Equal(MemoryWriteStatus.Stored, r.Status));
        Assert.Equal([0, 1], (await Task.WhenAll(results.Select(r => _world.GetAsync(r.Id)))).Select(static r => r.Turn));
        Assert.Contains((await _world.SearchAsync("orchid")).Hits, hit => hit.Record.Id == results[0].Id);
    }

    [Theory]
    [InlineData(MemorySourceKind.Note)]
    [InlineData(MemorySourceKind.Extracted)]
    [InlineData(MemorySourceKind.Experience)]
    [InlineData(MemorySourceKind.Consolidated)]
    public async Task Write_Learned_WaitsInQuarantineAndIsNotFound(MemorySourceKind kind)
    {
        foreach (var of in Enum.GetValues<MemoryKind>())
        {
            var result = await _world.WriteAsync(MemoryWorld.Draft($"The orchid is {of}.", of, kind, MemoryWorld.Own, isTrusted: true, "r1"));
            Assert.Equal((MemoryWriteStatus.Quarantined, "learned"), (result.Status, result.Reason));
        }

        var found = await _world.SearchAsync("orchid");
        Assert.Empty(found.Hits.Concat(found.Warnings));
    }

    [Fact]
    public async Task Write_WhatARunWasGiven_IsRefusedInAnyWordsAroundIt()
    {
        var id = (await _world.WriteAsync(MemoryWorld.Said("The gateway listens on port 8080 behind the proxy."))).Id;
        await _world.GiveAsync("r1", id);
        foreach (var text in (string[])["The gateway listens on port 8080 behind the proxy.", "I recall that the gateway listens on port 8080 behind the proxy", "Gateway listens on port 8080, behind the proxy!"])
            Assert.Equal(MemoryRefusals.Recalled, (await _world.WriteAsync(MemoryWorld.Note(text, run: "r1"))).Reason);

        // News stays news.
        Assert.Equal(MemoryWriteStatus.Quarantined, (await _world.WriteAsync(MemoryWorld.Note("The gateway listens on port 9090 behind the proxy.", run: "r1"))).Status);
        Assert.Equal(MemoryWriteStatus.Quarantined, (await _world.WriteAsync(MemoryWorld.Note("The gateway never listens on port 8080 behind the proxy.", run: "r1"))).Status);
    }

    [Fact]
    public async Task Write_WhatTheCallerWasGiven_IsRefusedInEverySession_ButWhatPeopleSayInAnotherIsNot()
    {
        var id = (await _world.WriteAsync(MemoryWorld.Said("The gateway listens on port 8080 behind the proxy.", MemoryWorld.Operator))).Id;
        await _world.Process.Uses.NoteAsync(MemoryWorld.Tenant, MemoryWorld.Agent, null, "s1", MemoryWorld.Own, [id!], CancellationToken.None);
        var note = MemoryWorld.Note("The gateway listens on port 8080 behind the proxy.");
        Assert.Equal(MemoryRefusals.Recalled, (await _world.WriteAsync(note with { SessionId = "s1" })).Reason);
        Assert.Equal(MemoryRefusals.Recalled, (await _world.WriteAsync(note)).Reason);
        Assert.Equal(MemoryRefusals.Recalled, (await _world.WriteAsync(note with { SessionId = "s2" })).Reason);
        Assert.NotEqual(MemoryWriteStatus.Refused, (await _world.WriteAsync(note with { SessionId = "s2", Source = note.Source with { Kind = MemorySourceKind.Extracted } })).Status);
        Assert.Equal(MemoryRefusals.Recalled, (await _world.WriteAsync(MemoryWorld.Note("Anything at all.") with { IsRecalled = true })).Reason);
    }

    [Fact]
    public async Task Write_AtTheSameMoment_LosesNothingAndMergesAll()
    {
        await using var other = new TestKit.Memory.MemoryProcess(_world.Documents, _world.Time);
        var writers = new[] { _world.Process, other }.SelectMany(process => Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
            await process.Writer.WriteAsync(MemoryWorld.Tenant, MemoryWorld.Agent, [MemoryWorld.Said($"Number {i % 4} was called.") with { SessionId = "s" }], CancellationToken.None))));
        var results = (await Task.WhenAll(writers)).SelectMany(static r => r).Where(static r => r.Reason != MemoryRefusals.Busy).ToList();
        var records = await _world.AllAsync();
        Assert.Equal(results.Select(static r => r.Id).Distinct().Order(), records.Select(static r => (string?)r.Id).Order());
        Assert.Equal(4, records.Count);
        Assert.Equal([0, 1, 2, 3], records.Select(static r => r.Turn ?? -1).Order());
        await _world.VerifyAsync();
    }
}
