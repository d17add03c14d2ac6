using System.Globalization;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.Core.Tests.Memory.Store;
using AgentFunctions.TestKit.Memory;
using Xunit.Abstractions;

namespace AgentFunctions.Core.Tests.Memory.Dialogues;

/// <summary>Our own dialogues, all in the memory of one agent: how much of what answers a question is among the first ten records, against plain BM25.</summary>
public sealed class DialogueRecallTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const int Top = 10;
    private readonly MemoryWorld _world = new();
    private readonly List<(string Question, string[] Evidence)> _questions = [];

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Search_FindsMoreEvidenceThanPlainBm25_AndTheSameEachTime()
    {
        await ReadAllAsync();
        var (plain, all) = (await RecallAsync(MemorySearchWeights.WordsOnly), await RecallAsync(MemorySearchWeights.Default));
        output.WriteLine($"{_questions.Count} questions: BM25 {plain:F3}, all signals {all:F3}");
        Assert.True(all >= plain + 0.05, $"BM25 {plain:F3}, all signals {all:F3}");
        Assert.InRange(all, 0.85, 1);
        foreach (var (question, _) in _questions)
        {
            var (one, two) = (await FindAsync(MemorySearchWeights.Default, question), await FindAsync(MemorySearchWeights.Default, question));
            Assert.Equal(one.Select(static h => (h.Record.Id, h.Score)), two.Select(static h => (h.Record.Id, h.Score)));
        }
    }

    private async Task ReadAllAsync()
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Memory", "Dialogues"), "*.txt").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(6, files.Count);
        foreach (var file in files) await ReadAsync(Path.GetFileNameWithoutExtension(file), await File.ReadAllLinesAsync(file));
    }

    /// <summary><c>@ date</c> begins a session, <c>speaker: text</c> is a turn, <c>? question | turns</c> what is asked and where it is answered.</summary>
    private async Task ReadAsync(string name, string[] lines)
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
                var written = await _world.WriteAsync(MemoryWorld.Said(text, MemoryWorld.Operator) with { Speaker = speaker, SessionId = $"{name}-{at:yyyyMMdd}", OccurredAt = at = at.AddMinutes(1) });
                Assert.Equal(MemoryWriteStatus.Stored, written.Status);
                ids.Add(written.Id!);
            }
        }
    }

    private async Task<double> RecallAsync(MemorySearchWeights weights)
    {
        var recall = 0.0;
        foreach (var (question, evidence) in _questions)
        {
            var found = (await FindAsync(weights, question)).Select(static h => h.Record.Id).ToHashSet(StringComparer.Ordinal);
            recall += (double)evidence.Count(found.Contains) / evidence.Length;
        }

        return recall / _questions.Count;
    }

    private async Task<IReadOnlyList<MemoryHit>> FindAsync(MemorySearchWeights weights, string question) =>
        (await new MemorySearch(new ScanningMemoryCandidates(_world.Documents), _world.Time, weights)
            .SearchAsync(new MemorySearchRequest { TenantId = MemoryWorld.Tenant, Agent = MemoryWorld.Agent, Query = question, Top = Top }, CancellationToken.None)).Hits;
}
