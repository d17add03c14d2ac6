using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;

namespace AgentFunctions.Benchmarks.Memory;

/// <summary>
/// <c>recall FOLDER</c>: every turn of each dialogue (*.json) is one record, each question one search. Prints the share of a question's evidence among the first ten records, by category: plain BM25, all signals, each signal
/// taken away, and each signal alone added to BM25.
/// </summary>
internal static class RecallBenchmark
{
    private const int Top = 10;
    private static readonly MemorySearchWeights All = MemorySearchWeights.Default;
    private static readonly MemorySearchWeights Words = MemorySearchWeights.WordsOnly;

    private static readonly (string Name, MemorySearchWeights Weights)[] Variants =
    [
        ("bm25", Words),
        ("all", All),
        ("- neighbours", All with { Neighbours = 0 }),
        ("- session", All with { Session = 0 }),
        ("- speaker", All with { Speaker = 0 }),
        ("- entities", All with { Entities = 0 }),
        ("- time", All with { Time = 0 }),
        ("- substance", All with { Substance = 0 }),
        ("bm25 + neighbours", Words with { Neighbours = All.Neighbours }),
        ("bm25 + session", Words with { Session = All.Session }),
        ("bm25 + speaker", Words with { Speaker = All.Speaker }),
        ("bm25 + entities", Words with { Entities = All.Entities }),
        ("bm25 + time", Words with { Time = All.Time }),
        ("bm25 + substance", Words with { Substance = All.Substance }),
    ];

    public static async Task<int> RunAsync(string folder)
    {
        var files = Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).ToList();
        using var store = new MemoryStore();
        var dialogues = new List<(string Agent, Dialogue Dialogue)>();
        foreach (var file in files)
        {
            var dialogue = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(file), DialogueJson.Default.Dialogue)!;
            dialogues.Add((Path.GetFileNameWithoutExtension(file), dialogue));
            await store.WriteAsync(dialogues[^1].Agent, Records(dialogues[^1].Agent, dialogue));
        }
        foreach (var (name, weights) in Variants)
            await PrintAsync(name, store.Search(weights), dialogues);
        return 0;
    }

    private static IEnumerable<MemoryRecord> Records(string agent, Dialogue dialogue)
    {
        foreach (var session in dialogue.Sessions)
        {
            var at = DateTimeOffset.ParseExact(session.StartedAt, "h:mm tt 'on' d MMMM, yyyy", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            for (var turn = 0; turn < session.Turns.Count; turn++)
            {
                var said = session.Turns[turn];
                var text = said.ImageCaption is { } caption ? $"{said.Text} [image: {caption}]" : said.Text;
                yield return MemoryStore.Record(agent, said.Id, $"s{session.Session}", turn, said.Speaker, text, at);
            }
        }
    }

    private static async Task PrintAsync(string name, MemorySearch search, List<(string Agent, Dialogue Dialogue)> dialogues)
    {
        var recalls = new List<(string Agent, string Category, double Recall)>();
        foreach (var (agent, dialogue) in dialogues)
        {
            var known = dialogue.Sessions.SelectMany(session => session.Turns).Select(turn => turn.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var question in dialogue.Questions)
            {
                var evidence = question.Evidence.Where(known.Contains).Select(id => "mem_" + id).Distinct(StringComparer.Ordinal).ToList();
                if (evidence.Count == 0)
                    continue;
                var result = await search.SearchAsync(new MemorySearchRequest { TenantId = MemoryStore.Tenant, Agent = agent, Query = question.Question, Top = Top, ListsRejected = false }, default);
                var found = result.Hits.Select(hit => hit.Record.Id).ToHashSet(StringComparer.Ordinal);
                recalls.Add((agent, question.Category, evidence.Count(found.Contains) / (double)evidence.Count));
            }
        }
        var parts = recalls.GroupBy(recall => recall.Category, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Average(recall => recall.Recall):0.000}")
            .Concat(recalls.GroupBy(recall => recall.Agent, StringComparer.Ordinal).Select(group => $"{group.Key}: {group.Average(recall => recall.Recall):0.000}"));
        Console.WriteLine($"{name,-20} {recalls.Average(recall => recall.Recall):0.000}  ({string.Join(", ", parts)})");
    }
}
