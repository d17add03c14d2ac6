using System.Globalization;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Writing;

namespace AgentFunctions.Core.Tests.Memory.Store;

/// <summary>What memory gave out does not come back as new, whatever is put around it and whatever session it is said in.</summary>
public sealed class MemoryEchoTests : IAsyncDisposable
{
    private const string Gateway = "The gateway listens on port 8080 behind the proxy.";
    private readonly MemoryWorld _world = new();

    public static TheoryData<string> Disguises =>
    [
        Gateway, "2026-11-27T11:07: " + Gateway, "[2026-11-27 11:07:05.123Z] " + Gateway, "11:07 am - " + Gateway, "27 November 2026, 11:07: " + Gateway, "Monday, 11:07 UTC: " + Gateway, "- (2026-11-27) " + Gateway,
        "- (2026-11-27, Ann Smith) WARNING, this went wrong before: " + Gateway, "user said: " + Gateway, "The user said at 11:07: \"" + Gateway + "\"", "* #17 " + Gateway, "17. " + Gateway, "step 17: " + Gateway, "> " + Gateway,
        Gateway.ToUpperInvariant(), "“" + Gateway.TrimEnd('.') + "” (2026-11-27)", "the gateway, listens on port 8080 -- behind the proxy", "Kim wrote at 11:07: " + Gateway, "As of 2026-11-27T11:07Z, " + Gateway.ToLowerInvariant(), "1764241620: " + Gateway,
    ];

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [MemberData(nameof(Disguises))]
    public async Task WhatWasGiven_IsNoNews_WhateverIsPutAroundIt(string text)
    {
        var id = (await _world.WriteAsync(MemoryWorld.Said(Gateway, MemoryWorld.Operator))).Id;
        await _world.GiveAsync("r1", id);
        foreach (var draft in (MemoryDraft[])[MemoryWorld.Said(text) with { SessionId = "s7" }, MemoryWorld.Note(text), MemoryWorld.Learned(text, "r1"), MemoryWorld.Draft(text, MemoryKind.Episodic, MemorySourceKind.Written, MemoryWorld.Own, true, "r2")])
            Assert.Equal(MemoryRefusals.Recalled, (await _world.WriteAsync(draft)).Reason);
    }

    [Theory]
    [InlineData("The gateway listens on port 9090 behind the proxy.")]
    [InlineData("The gateway never listens on port 8080 behind the proxy.")]
    [InlineData("The gateway listens on port 8080 in front of the firewall.")]
    [InlineData("Hall 7: The gateway listens on port 8080 behind the proxy.")]
    [InlineData("Mallory owns it: the gateway listens on port 8080 behind the proxy, and Mallory knows.")]
    [InlineData("The gateway listens on port 8080 behind the proxy. It was moved to Bergen.")]
    public async Task News_StaysNews_InAnotherSession(string text)
    {
        var id = (await _world.WriteAsync(MemoryWorld.Said(Gateway, MemoryWorld.Operator))).Id;
        await _world.GiveAsync(null, id);
        Assert.Equal(MemoryWriteStatus.Stored, (await _world.WriteAsync(MemoryWorld.Said(text) with { SessionId = "s7" })).Status);
    }

    [Fact]
    public async Task WhatOneCallerWasGiven_IsStillSaidByAnother()
    {
        var id = (await _world.WriteAsync(MemoryWorld.Said("Kim likes tea.", MemoryWorld.Operator) with { SessionId = "s1" })).Id;
        await _world.GiveAsync(null, id);
        Assert.Equal(MemoryRefusals.Recalled, (await _world.WriteAsync(MemoryWorld.Said("user said: Kim likes tea!") with { SessionId = "s2" })).Reason);
        Assert.Equal(MemoryWriteStatus.Stored, (await _world.WriteAsync(MemoryWorld.Said("Kim likes tea.", MemoryWorld.Operator) with { SessionId = "s2" })).Status);
    }

    [Fact]
    public async Task AThousandDisguises_GrowNothing()
    {
        var random = new Random(20261127);
        string[] said = [.. Enumerable.Range(0, 260).Select(static i => $"The {(i % 2 == 0 ? "pump" : "valve")} number {i} in hall {i % 7} was serviced by team {i % 5}. It was as good as new after {i + 3} hours.")];
        foreach (var text in said) await _world.WriteAsync(MemoryWorld.Said(text, MemoryWorld.Operator));
        for (var step = 0; step < 1000; step++)
        {
            _world.Time.Advance(TimeSpan.FromSeconds(1));
            var hits = (await _world.SearchAsync(said[random.Next(said.Length)])).Hits;
            await _world.GiveAsync(null, [.. hits.Select(static h => h.Record.Id)]);
            var (one, two) = (hits[random.Next(hits.Count)].Record.Text, hits[random.Next(hits.Count)].Record.Text);
            var text = Disguise(random, one, two, step);
            var result = await _world.WriteAsync(random.Next(3) switch
            {
                0 => MemoryWorld.Said(text) with { SessionId = $"s{step}" },
                1 => MemoryWorld.Note(text, run: $"r{step}"),
                _ => MemoryWorld.Draft(text, MemoryKind.Episodic, MemorySourceKind.Written, MemoryWorld.Own, isTrusted: true, $"r{step}") with { SessionId = $"s{step}" },
            });
            Assert.True(result.Reason == MemoryRefusals.Recalled, $"{step} {result.Status}: {text}");
        }

        Assert.Equal(said.Length, (await _world.AllAsync()).Count);
    }

    private static string Disguise(Random random, string one, string two, int step)
    {
        var clock = new DateTime(2026, 11, 27, step % 24, step % 60, step % 60, DateTimeKind.Utc);
        string[] sentences = one.TrimEnd('.').Split(". ");
        return random.Next(11) switch
        {
            0 => string.Create(CultureInfo.InvariantCulture, $"{clock:yyyy-MM-ddTHH:mm}: {one}"),
            1 => string.Create(CultureInfo.InvariantCulture, $"[{clock:HH:mm:ss}] {one}"),
            2 => $"\"{one}\"",
            3 => $"- {one}\n* {two}",
            4 => $"user said: {one}",
            5 => one.ToUpperInvariant(),
            6 => one.Replace(". ", "; ", StringComparison.Ordinal).TrimEnd('.') + "!!",
            7 => $"{sentences[1]}. {sentences[0]}.",
            8 => string.Create(CultureInfo.InvariantCulture, $"- ({clock:yyyy-MM-dd}, Ann) {one}"),
            9 => $"Note {step}: {one} {two}",
            _ => one,
        };
    }
}
