using System.Text;
using AgentFunctions.Gateway.Models.Events;
using FsCheck.Xunit;

namespace AgentFunctions.Gateway.Tests.Models.Events;

public sealed class SseReaderTests
{
    private const int Cap = 4 * 1024 * 1024;

    private static readonly string[] Parts = ["data: {\"a\":1}", "data:x", "data", ": comment", "event: error", "id: 7", "data: héllo 🌍", "", "", "", "\uFEFFdata: bom"];
    private static readonly string[] Ends = ["\n", "\r\n", "\r"];

    [Fact]
    public async Task Read_CrLfLfAndCr_AllEndEvents()
    {
        Assert.Equal(["data: a\n\n", "data: b\r\n\r\n", "data: c\r\r"], await RawAsync("data: a\n\ndata: b\r\n\r\ndata: c\r\r"));
    }

    [Fact]
    public async Task Read_MultiLineData_IsJoinedWithLineFeeds()
    {
        var (events, _) = await ReadAsync([Encoding.UTF8.GetBytes("data: {\ndata:  \"a\":1\ndata\ndata:}\n\n")]);

        Assert.Equal("{\n \"a\":1\n\n}", Assert.Single(events).Data);
    }

    [Fact]
    public async Task Read_ByteOrderMark_IsKeptInRawAndNotInData()
    {
        var (events, _) = await ReadAsync([Encoding.UTF8.GetBytes("\uFEFFdata: x\n\n")]);

        Assert.Equal(("\uFEFFdata: x\n\n", "x"), Assert.Single(events));
    }

    [Fact]
    public async Task Read_EventEndedByLoneCr_LeavesBeforeTheNextByteComes()
    {
        using var reader = new SseReader(new SplitStream([Encoding.UTF8.GetBytes("data: x\r\r")]), Cap);

        Assert.True(await reader.FillAsync(CancellationToken.None));
        Assert.True(reader.TryRead(out var sseEvent));
        Assert.Equal("data: x\r\r", Encoding.UTF8.GetString(sseEvent.Raw.Span));
    }

    [Fact]
    public async Task Read_EventLargerThanTheCap_StopsReading()
    {
        using var reader = new SseReader(new SplitStream([.. Enumerable.Repeat(Encoding.UTF8.GetBytes(new string('x', 1000)), 100)]), 10_000);

        while (await reader.FillAsync(CancellationToken.None)) Assert.False(reader.TryRead(out _));

        Assert.True(reader.IsOversized);
    }

    [Fact]
    public async Task Read_LargeEventInSmallReads_IsWhole()
    {
        var text = "data: " + new string('y', 300_000) + "\n\n";
        var (events, _) = await ReadAsync([.. Encoding.UTF8.GetBytes(text).Chunk(1000)]);

        Assert.Equal(text, Assert.Single(events).Raw);
    }

    [Property(MaxTest = 400)]
    public bool Read_AnySplitOfTheSameBytes_GivesTheSameEvents(byte[] choices, int seed)
    {
        var bytes = Encoding.UTF8.GetBytes(Compose(choices));
        var (whole, wholeRest) = ReadAsync([bytes]).GetAwaiter().GetResult();
        var (split, splitRest) = ReadAsync(Split(bytes, seed)).GetAwaiter().GetResult();
        var (single, singleRest) = ReadAsync([.. bytes.Chunk(1)]).GetAwaiter().GetResult();

        return whole.SequenceEqual(split) && whole.SequenceEqual(single) && wholeRest == splitRest && wholeRest == singleRest
            && string.Concat(whole.Select(static step => step.Raw)) + wholeRest == Encoding.UTF8.GetString(bytes);
    }

    private static string Compose(byte[] choices)
    {
        var text = new StringBuilder();
        foreach (var choice in choices ?? []) text.Append(Parts[choice % Parts.Length]).Append(Ends[choice / 16 % Ends.Length]);
        return text.ToString();
    }

    private static List<byte[]> Split(byte[] bytes, int seed)
    {
        List<byte[]> parts = [];
        var state = unchecked((uint)seed) | 1;
        for (var at = 0; at < bytes.Length;)
        {
            state = unchecked((state * 1664525) + 1013904223);
            var length = Math.Min((int)(state >> 24) % 9 + 1, bytes.Length - at);
            parts.Add(bytes[at..(at + length)]);
            at += length;
        }

        return parts;
    }

    private static async Task<string[]> RawAsync(string text) => [.. (await ReadAsync([Encoding.UTF8.GetBytes(text)])).Events.Select(static step => step.Raw)];

    private static async Task<(List<(string Raw, string Data)> Events, string Left)> ReadAsync(IReadOnlyList<byte[]> parts)
    {
        using var reader = new SseReader(new SplitStream(parts), Cap);
        List<(string, string)> events = [];
        do
        {
            while (reader.TryRead(out var sseEvent)) events.Add((Encoding.UTF8.GetString(sseEvent.Raw.Span), sseEvent.HasData ? Encoding.UTF8.GetString(sseEvent.Data.Span) : "-"));
        }
        while (await reader.FillAsync(CancellationToken.None));

        return (events, Encoding.UTF8.GetString(reader.Rest.Span));
    }
}
