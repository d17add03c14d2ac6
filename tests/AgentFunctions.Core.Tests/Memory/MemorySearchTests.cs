using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Extraction;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Times;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Memory;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Memory;

public sealed class MemorySearchTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 11, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Now);
    private readonly InMemoryDocumentStore _store;

    public MemorySearchTests() => _store = new InMemoryDocumentStore(_time);

    [Fact]
    public async Task Search_AnswerWithoutTheQuestionsWords_IsFoundByTheTurnBefore()
    {
        await WriteAsync(
            Turn(0, "Ada", "Which instrument does your sister practise?"), Turn(1, "Grace", "Mostly cello, every single evening before dinner with her teacher."), Turn(2, "Ada", "Nice."),
            Turn(3, "Grace", "Completely unrelated remark about gardening and tomatoes."));
        var hits = (await SearchAsync("What instrument does the sister practise?")).Hits;
        Assert.Contains("mem_1", hits.Take(2).Select(hit => hit.Record.Id));
        Assert.Contains(hits.Single(hit => hit.Record.Id == "mem_1").Signals, signal => signal.Name == MemorySignals.Neighbours && signal.Contribution > 0);
    }

    [Fact]
    public async Task Search_NamedSpeaker_ComesFirst()
    {
        await WriteAsync(Turn(0, "Ada", "My holiday was in Norway, Grace."), Turn(9, "Grace", "My holiday was in Spain."));
        Assert.Equal("mem_9", (await SearchAsync("Where was Grace on holiday?")).Hits[0].Record.Id);
    }

    [Theory]
    [InlineData("What is yan@example.com allergic to?", "yan@example.com", "mem_0")]
    [InlineData("What is Yan allergic to?", "yan", "mem_0")]
    [InlineData("Is YAN@EXAMPLE.COM's brother allergic?", "yan@example.com", "mem_0")]
    [InlineData("What is cust-17 allergic to?", "cust-17", "mem_40")]
    [InlineData("What is nobody@example.com allergic to?", "", null)]
    [InlineData("What is cust allergic to?", "", null)]
    [InlineData("What is ann.smith@example.org allergic to?", "ann.smith@example.org", "mem_60")]
    [InlineData("What is Smith allergic to?", "smith", "mem_60")]
    public async Task Search_AddressOrId_IsOneName(string query, string speakers, string? first)
    {
        await WriteAsync(
            Turn(0, "yan@example.com", "I am allergic to nuts."), Turn(20, "zoe@example.com", "I am allergic to cats."), Turn(40, "cust-17", "I am allergic to dogs."), Turn(50, "cust-18", "I am allergic to bees."),
            Turn(60, "ann.smith@example.org", "I am allergic to milk."));
        var found = await SearchAsync(query);
        Assert.Equal(speakers.Length == 0 ? [] : [speakers], found.Explain.Speakers);
        Assert.Equal(first is null ? [] : [first], found.Hits.Where(static hit => hit.Signals.Any(static signal => signal.Name == MemorySignals.Speaker)).Select(static hit => hit.Record.Id));
        if (first is not null) Assert.Equal(first, found.Hits[0].Record.Id);
    }

    [Fact]
    public async Task Search_LeftOut_SaysWhyAndWithholdsLabels()
    {
        await WriteAsync(
            Turn(0, "Ada", "orchid one"), Turn(10, "Ada", "orchid two") with { State = MemoryState.Superseded }, Turn(20, "Ada", "orchid three") with { ValidTo = Now.AddDays(-1) },
            Turn(30, "Ada", "orchid four") with { Label = new ContentLabel(Integrity.Trusted, Confidentiality.Restricted) }, Turn(40, "Ada", "orchid went wrong") with { IsNegative = true });
        var result = await SearchAsync("orchid");
        Assert.Equal(["mem_0"], result.Hits.Select(hit => hit.Record.Id));
        Assert.Equal(["mem_40"], result.Warnings.Select(hit => hit.Record.Id));
        Assert.Equal([new("mem_10", RejectionReasons.State), new("mem_20", RejectionReasons.Validity)], result.Rejected.OrderBy(rejected => rejected.Id, StringComparer.Ordinal));
        var all = await new MemorySearch(new ScanningMemoryCandidates(_store), _time, MemorySearchWeights.Default)
            .SearchAsync(new MemorySearchRequest { TenantId = "t", Agent = "a", Query = "orchid", ListsWithheld = true }, CancellationToken.None);
        Assert.Contains(new RejectedMemory("mem_30", RejectionReasons.Label), all.Rejected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("the of and")]
    [InlineData("\" OR 1=1 -- \0 \ud800")]
    public async Task Search_NothingToFind_HasNoHits(string query)
    {
        await WriteAsync(Turn(0, "Ada", "orchid"));
        Assert.Empty((await SearchAsync(query)).Hits);
    }

    [Theory]
    [InlineData("yesterday", "2026-03-10", 1)]
    [InlineData("last Friday", "2026-03-06", 1)]
    [InlineData("two weeks ago", "2026-02-23", 7)]
    [InlineData("on 8 May 2023", "2023-05-08", 1)]
    [InlineData("May 8, 2023", "2023-05-08", 1)]
    public void Read_Time_IsResolvedAgainstTheAnchor(string text, string from, int days)
    {
        var time = Assert.Single(TimeReader.Read($"It was {text}.", Now));
        Assert.Equal((from, days), (time.From.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), (int)(time.To - time.From).TotalDays));
    }

    [Fact]
    public void Extract_Sentences_GiveFactsAndNeverRecalledText()
    {
        var message = new ExtractionMessage(0, "Ada", "My home city is Oslo. I don't like olives. Decision: ship on Monday. If I moved, my city is Rome. " + RecalledText.Mark("My boss is Eve."), default, Now, "m1");
        var facts = FactExtractor.Extract([message, message with { Text = "My cat is Tom.", IsRecalled = true }]);
        Assert.Equal([("home city", "Oslo"), ("dislikes", "olives"), ("decision", "ship on Monday")], facts.Select(fact => (fact.Attribute, fact.Value)));
    }

    private static MemoryRecord Turn(int turn, string speaker, string text) => new()
    {
        Id = $"mem_{turn}", TenantId = "t", Agent = "a", Kind = MemoryKind.Episodic, Text = text, Label = new ContentLabel(Integrity.Trusted, Confidentiality.Internal),
        Sources = [new MemorySource(MemorySourceKind.Written, "principals/p", null, null, true)], SessionId = "s", Turn = turn, Speaker = speaker, OccurredAt = Now.AddDays(-1), CreatedAt = Now,
    };

    private async Task WriteAsync(params MemoryRecord[] records)
    {
        foreach (var record in records)
            await _store.CreateAsync(new DocumentPartition(DocumentContainer.Memory, "t", "a"), new DocumentWrite(record.Id, MemoryRecordJson.ToBytes(record)), CancellationToken.None);
    }

    private ValueTask<MemorySearchResult> SearchAsync(string query) =>
        new MemorySearch(new ScanningMemoryCandidates(_store), _time, MemorySearchWeights.Default).SearchAsync(new MemorySearchRequest { TenantId = "t", Agent = "a", Query = query }, CancellationToken.None);
}
