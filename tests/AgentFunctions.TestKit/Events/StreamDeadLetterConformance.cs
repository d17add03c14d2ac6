using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Events.Letters;

namespace AgentFunctions.TestKit.Events;

/// <summary>What every place for dead letters of streams keeps to. Each test has one of its own.</summary>
public abstract class StreamDeadLetterConformance
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>What is under test, empty.</summary>
    protected abstract IStreamDeadLetters Letters { get; }

    [Fact]
    public async Task Keep_AnyBytes_AreFoundWithWhyAndWhen()
    {
        byte[] body = [.. Enumerable.Range(0, 256).Select(static b => (byte)b)];

        await Letters.KeepAsync(StreamNames.Events, "p0-17", "invalid_request", body, None);

        var found = await Letters.FindAsync(StreamNames.Events, "p0-17", None);
        Assert.NotNull(found);
        Assert.Equal(body, found.Body.ToArray());
        Assert.Equal((StreamNames.Events, "p0-17", "invalid_request", 256L), (found.Stream, found.Id, found.Reason, found.Size));
        Assert.NotNull(found.At);
        var listed = Assert.Single(await AllAsync(StreamNames.Events, 500));
        Assert.Equal(found with { Body = default }, listed);
    }

    [Fact]
    public async Task Keep_TheSameAgain_IsThereOnceWithTheLatestReason()
    {
        await Letters.KeepAsync(StreamNames.Usage, "p0-1", "unreadable", new byte[] { 1 }, None);
        await Letters.KeepAsync(StreamNames.Usage, "p0-1", "not_found", new byte[] { 1 }, None);

        Assert.Equal("not_found", Assert.Single(await AllAsync(StreamNames.Usage, 500)).Reason);
    }

    [Fact]
    public async Task Streams_AreApart()
    {
        await Letters.KeepAsync(StreamNames.Usage, "p0-1", "unreadable", new byte[] { 1 }, None);
        await Letters.KeepAsync(StreamNames.Events, "p0-1", "unreadable", new byte[] { 2 }, None);

        await Letters.RemoveAsync(StreamNames.Usage, "p0-1", None);

        Assert.Empty(await AllAsync(StreamNames.Usage, 500));
        Assert.Equal([2], (await Letters.FindAsync(StreamNames.Events, "p0-1", None))!.Body.ToArray());
    }

    [Fact]
    public async Task Nothing_IsFoundListedOrRemovedWhereNothingIs()
    {
        Assert.Empty(await AllAsync(StreamNames.Topics, 10));
        Assert.Null(await Letters.FindAsync(StreamNames.Topics, "p0-1", None));
        await Letters.RemoveAsync(StreamNames.Topics, "p0-1", None);
        await Letters.KeepAsync(StreamNames.Topics, "p0-1", "too_large", new byte[1], None);
        Assert.Null(await Letters.FindAsync(StreamNames.Topics, "p0", None));
        await Letters.RemoveAsync(StreamNames.Topics, "p0", None);
        Assert.Single(await AllAsync(StreamNames.Topics, 10));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(500)]
    public async Task List_InPages_HasEachOnceInTheOrderOfIds(int limit)
    {
        string[] ids = [.. Enumerable.Range(0, 23).Select(static n => $"p{n % 3}-{n}")];
        foreach (var id in ids) await Letters.KeepAsync(StreamNames.Events, id, "not_found", new byte[] { 1 }, None);
        await Letters.KeepAsync(StreamNames.Usage, "p0-99", "unreadable", new byte[] { 1 }, None);

        Assert.Equal(ids.Order(StringComparer.Ordinal), (await AllAsync(StreamNames.Events, limit)).Select(static letter => letter.Id));
    }

    // Whoever goes through them may remove what a page held.
    [Fact]
    public async Task List_WhatWasListedRemoved_GoesOnBehindIt()
    {
        for (var i = 0; i < 6; i++) await Letters.KeepAsync(StreamNames.Events, $"p0-{i}", "not_found", new byte[] { 1 }, None);
        var first = (await Letters.ListAsync(StreamNames.Events, 2, null, None)).Value!;
        foreach (var letter in first.Items) await Letters.RemoveAsync(StreamNames.Events, letter.Id, None);

        var next = (await Letters.ListAsync(StreamNames.Events, 2, first.NextCursor, None)).Value!;

        Assert.Equal(["p0-2", "p0-3"], next.Items.Select(static letter => letter.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("a b")]
    public async Task List_CursorThatIsNone_IsRefused(string cursor) => Assert.Equal("cursor", (await Letters.ListAsync(StreamNames.Events, 10, cursor, None)).Error?.Param);

    private async Task<IReadOnlyList<StreamLetter>> AllAsync(string stream, int limit)
    {
        var all = new List<StreamLetter>();
        string? cursor = null;
        do
        {
            var page = (await Letters.ListAsync(stream, limit, cursor, None)).Value!;
            Assert.InRange(page.Items.Count, 0, limit);
            all.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return all;
    }
}
