using System.Globalization;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.TestKit.Documents;
using Xunit.Abstractions;

namespace AgentFunctions.TestKit.Memory.Dialogues;

/// <summary>Our own dialogues, all in the memory of one agent, on each engine of candidates: how much of what answers a question is among the first ten records, against plain BM25.</summary>
public abstract class DialogueRecallConformance<THarness>(ITestOutputHelper output) : IAsyncLifetime
    where THarness : DocumentStoreHarness, new()
{
    private const int Top = 10;
    private const int Most = 100;
    private const string Agent = "a";
    private static readonly DateTimeOffset Start = new(2026, 3, 11, 12, 0, 0, TimeSpan.Zero);
    private readonly List<(string Question, string[] Evidence)> _questions = [];

    protected THarness Harness { get; } = new();

    private IMemoryCandidates Candidates => field ??= Create(Harness);

    public async Task InitializeAsync()
    {
        Harness.Time.SetUtcNow(Start);
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Memory", "Dialogues"), "*.txt").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(6, files.Count);

        // Written where writing is cheap; what is compared is how it is found.
        var written = new InMemoryDocumentStore(Harness.Time);
        await using var process = new MemoryProcess(written, Harness.Time, null, null, Harness.TenantId);
        foreach (var file in files) await ReadAsync(process, Path.GetFileNameWithoutExtension(file), await File.ReadAllLinesAsync(file));
        foreach (var record in await MemoryInvariants.RecordsAsync(written, Harness.TenantId, Agent))
            Assert.True((await Harness.Store.UpsertAsync(MemoryDocuments.Partition(Harness.TenantId, Agent), new DocumentWrite(record.Id, MemoryRecordJson.ToBytes(record)), CancellationToken.None)).IsOk);
    }

    public Task DisposeAsync() => Harness.DisposeAsync().AsTask();

    protected abstract IMemoryCandidates Create(THarness harness);

    [Fact]
    public async Task Search_FindsMoreEvidenceThanPlainBm25_AndTheSameEachTime()
    {
        var (plain, all) = (await RecallAsync(MemorySearchWeights.WordsOnly), await RecallAsync(MemorySearchWeights.Default));
        output.WriteLine($"[measured] {_questions.Count} questions, recall@{Top}: BM25 {plain:F3}, all signals {all:F3}");
        Assert.True(all >= plain + 0.05, $"BM25 {plain:F3}, all signals {all:F3}");
        Assert.InRange(all, 0.85, 1);
        foreach (var (question, _) in _questions)
        {
            var (one, two) = (await FindAsync(MemorySearchWeights.Default, question), await FindAsync(MemorySearchWeights.Default, question));
            Assert.Equal(one.Select(static h => (h.Record.Id, h.Score)), two.Select(static h => (h.Record.Id, h.Score)));
        }
    }

    /// <summary><c>@ date</c> begins a session, <c>speaker: text</c> is a turn, <c>? question | turns</c> what is asked and where it is answered.</summary>
    private async Task ReadAsync(MemoryProcess process, string name, string[] lines)
    {
        var (at, ids) = (default(DateTimeOffset), new List<string>());
        foreach (var line in lines.Where(static l => l.Length > 0))
        {
            if (line[0] == '@')
            {
                at = DateTimeOffset.Parse(line[1..], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            }
            else if (line[0] == '?' && line[1..].Split('|') is [var question, var turns])
            {
                _questions.Add((question.Trim(), [.. turns.Split(',').Select(turn => ids[int.Parse(turn, CultureInfo.InvariantCulture)])]));
            }
            else if (line.Split(": ", 2) is [var speaker, var text])
            {
                var result = Assert.Single(await process.Writer.WriteAsync(Harness.TenantId, Agent, [Said(text) with { Speaker = speaker, SessionId = $"{name}-{at:yyyyMMdd}", OccurredAt = at = at.AddMinutes(1) }], CancellationToken.None));
                Assert.Equal(MemoryWriteStatus.Stored, result.Status);
                ids.Add(result.Id!);
            }
        }
    }

    private static MemoryDraft Said(string text) => new()
    {
        Text = text, Kind = MemoryKind.Episodic, Source = new MemorySource(MemorySourceKind.Written, "principals/ops", null, null, true), Label = new ContentLabel(Integrity.Trusted, Confidentiality.Internal),
    };

    /// <summary>Of records with the same score at the end of the first ten it is chance which are among them: what is to be expected counts.</summary>
    private async Task<double> RecallAsync(MemorySearchWeights weights)
    {
        var recall = 0.0;
        foreach (var (question, evidence) in _questions)
        {
            var hits = await FindAsync(weights, question, Most);
            var last = hits.Count < Top ? double.MinValue : hits[Top - 1].Score;
            var (above, tied) = (hits.Where(h => h.Score > last).Select(static h => h.Record.Id).ToHashSet(StringComparer.Ordinal), hits.Where(h => h.Score == last).Select(static h => h.Record.Id).ToHashSet(StringComparer.Ordinal));
            var chance = tied.Count == 0 ? 0 : (double)(Top - above.Count) / tied.Count;
            recall += (evidence.Count(above.Contains) + (chance * evidence.Count(tied.Contains))) / evidence.Length;
        }

        return recall / _questions.Count;
    }

    private async Task<IReadOnlyList<MemoryHit>> FindAsync(MemorySearchWeights weights, string question, int top = Top) =>
        (await new MemorySearch(Candidates, Harness.Time, weights)
            .SearchAsync(new MemorySearchRequest { TenantId = Harness.TenantId, Agent = Agent, Query = question, Top = top }, CancellationToken.None)).Hits;
}
