using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events;

namespace AgentFunctions.TestKit.Events;

/// <summary>What every log of events promises. An engine passes when a class derived from it is green; <see cref="Other"/> is the same log in another process.</summary>
public abstract class EventLogConformance
{
    private static readonly StreamTopic Topic = new("topic-a", TimeSpan.FromDays(7));
    private static readonly StreamTopic OtherTopic = new("topic-b", TimeSpan.FromDays(7));

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    protected abstract IEventLog Log { get; }

    protected abstract IEventLog Other { get; }

    protected abstract void Advance(TimeSpan span);

    /// <summary>Whether events come back byte for byte, or as the same JSON.</summary>
    protected virtual bool PreservesBytes => true;

    [Fact]
    public async Task Publish_Batches_AreReadInOrderWithKeyIdAndBody()
    {
        await Log.PublishAsync("t", Topic, [Event("k1", 1), Event("k2", 2)], CancellationToken.None);
        await Log.PublishAsync("t", Topic, [], CancellationToken.None);
        await Log.PublishAsync("t", Topic, [Event("k1", 3)], CancellationToken.None);

        var read = await Log.ReadAsync("t", Topic, 0, 500, CancellationToken.None);

        Assert.Equal([("k1", "1"), ("k2", "2"), ("k1", "3")], read.Select(static e => (e.Event.Key, e.Event.Id)));
        Assert.Equal(["""{"n":1,"text":"ü\"}"}""", """{"n":2,"text":"ü\"}"}""", """{"n":3,"text":"ü\"}"}"""], read.Select(e => PreservesBytes ? Encoding.UTF8.GetString(e.Event.Body.Span) : Plain(e.Event.Body)));
        Assert.True(read[0].Offset > 0 && read[0].Offset < read[1].Offset && read[1].Offset < read[2].Offset);
        Assert.Equal(read[2].Offset, await Log.HeadAsync("t", Topic, CancellationToken.None));
    }

    [Fact]
    public async Task Read_AfterAnOffset_GoesOnThere()
    {
        await Log.PublishAsync("t", Topic, [.. Enumerable.Range(0, 250).Select(static n => Event("k", n))], CancellationToken.None);

        var (seen, after) = (new List<string>(), 0L);
        while (await Other.ReadAsync("t", Topic, after, 40, CancellationToken.None) is { Count: > 0 } page)
        {
            Assert.True(page.Count <= 40);
            seen.AddRange(page.Select(static e => e.Event.Id));
            after = page[^1].Offset;
        }

        Assert.Equal(Enumerable.Range(0, 250).Select(static n => $"{n}"), seen);
    }

    [Fact]
    public async Task Logs_OfOtherTenantsAndTopics_AreApart()
    {
        await Log.PublishAsync("t", Topic, [Event("k", 1)], CancellationToken.None);

        Assert.Empty(await Log.ReadAsync("u", Topic, 0, 10, CancellationToken.None));
        Assert.Empty(await Log.ReadAsync("t", OtherTopic, 0, 10, CancellationToken.None));
        Assert.Equal(0, await Log.HeadAsync("t", OtherTopic, CancellationToken.None));
    }

    [Fact]
    public async Task Publish_FromManyPlacesAtOnce_LosesNothingAndKeepsEachOnesOrder()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            var log = writer % 2 == 0 ? Log : Other;
            for (var i = 0; i < 20; i++) await log.PublishAsync("t", Topic, [Event($"w{writer}", i)], CancellationToken.None);
        })));

        var read = await Log.ReadAsync("t", Topic, 0, 500, CancellationToken.None);

        Assert.Equal(160, read.Select(static e => e.Offset).Distinct().Count());
        foreach (var writer in read.GroupBy(static e => e.Event.Key)) Assert.Equal(Enumerable.Range(0, 20).Select(static n => $"{n}"), writer.Select(static e => e.Event.Id));
    }

    [Fact]
    public async Task Read_WhileOthersPublish_SkipsNothing()
    {
        var writers = Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++) await (writer % 2 == 0 ? Log : Other).PublishAsync("t", Topic, [Event($"w{writer}", i)], CancellationToken.None);
        })));
        var (seen, after) = (new List<string>(), 0L);
        while (seen.Count < 100)
        {
            var isDone = writers.IsCompleted;
            var page = await Log.ReadAsync("t", Topic, after, 7, CancellationToken.None);
            Assert.False(isDone && page.Count == 0, $"only {seen.Count} of 100 were seen");
            seen.AddRange(page.Select(static e => $"{e.Event.Key}/{e.Event.Id}"));
            if (page.Count > 0) after = page[^1].Offset;
        }

        await writers;
        Assert.Equal(100, seen.Distinct().Count());
    }

    [Fact]
    public async Task Retention_Over_TakesTheOldAndLeavesTheNew()
    {
        await Log.PublishAsync("t", Topic, [Event("k", 1)], CancellationToken.None);
        Advance(TimeSpan.FromDays(4));
        await Log.PublishAsync("t", Topic, [Event("k", 2)], CancellationToken.None);
        var head = await Log.HeadAsync("t", Topic, CancellationToken.None);
        Advance(TimeSpan.FromDays(4));

        Assert.Equal(["2"], (await Log.ReadAsync("t", Topic, 0, 10, CancellationToken.None)).Select(static e => e.Event.Id));
        Advance(TimeSpan.FromDays(4));
        Assert.Empty(await Log.ReadAsync("t", Topic, 0, 10, CancellationToken.None));
        await Log.PublishAsync("t", Topic, [Event("k", 3)], CancellationToken.None);
        Assert.Equal(["3"], (await Log.ReadAsync("t", Topic, head, 10, CancellationToken.None)).Select(static e => e.Event.Id));
    }

    [Fact]
    public async Task Publish_LargeEvents_AreSplitOverBatches()
    {
        var large = new string('x', 700_000);
        await Log.PublishAsync("t", Topic, [.. Enumerable.Range(0, 5).Select(n => new StreamEvent("k", $"{n}", Encoding.UTF8.GetBytes($$"""{"text":"{{large}}"}""")))], CancellationToken.None);

        var (count, after) = (0, 0L);
        while (await Log.ReadAsync("t", Topic, after, 500, CancellationToken.None) is { Count: > 0 } page) (count, after) = (count + page.Count, page[^1].Offset);
        Assert.Equal(5, count);
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("[]}")]
    [InlineData("not json")]
    public async Task Publish_NoJsonObject_IsRefused(string body)
    {
        await Assert.ThrowsAsync<DocumentLimitException>(() => Log.PublishAsync("t", Topic, [new StreamEvent("k", "1", Encoding.UTF8.GetBytes(body))], CancellationToken.None).AsTask());
        Assert.Empty(await Log.ReadAsync("t", Topic, 0, 10, CancellationToken.None));
    }

    private static StreamEvent Event(string key, int number) => new(key, $"{number}", Encoding.UTF8.GetBytes($$"""{"n":{{number}},"text":"ü\"}"}"""));

    /// <summary>With nothing escaped that need not be.</summary>
    private static string Plain(ReadOnlyMemory<byte> body) => JsonSerializer.Serialize(JsonElement.Parse(body.Span), Relaxed);
}
