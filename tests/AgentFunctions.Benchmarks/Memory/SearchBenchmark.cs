using System.Diagnostics;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;

namespace AgentFunctions.Benchmarks.Memory;

/// <summary><c>memory-search [RECORDS] [AGENTS]</c>: how long searches take in a file where one agent has so many records, beside others that have a tenth each. Words are drawn by Zipf's law from a seed; half of the records are about one of ten people.</summary>
internal static class SearchBenchmark
{
    private const int Vocabulary = 20_000;
    private const int Searches = 1_000;
    private const int TurnsOfSession = 50;
    private const int People = 10;
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync(int records, int agents)
    {
        using var store = new MemoryStore();
        var words = new ZipfWords(Vocabulary, seed: 7);
        var watch = Stopwatch.StartNew();
        await store.WriteAsync("a0", Records("a0", records, words));
        Console.WriteLine($"{records} records written in {watch.Elapsed.TotalSeconds:0.0} s, {watch.Elapsed.TotalMilliseconds * 1000 / records:0} us each");
        for (var agent = 1; agent < agents; agent++)
            await store.WriteAsync($"a{agent}", Records($"a{agent}", records / 10, words));
        var search = store.Search(MemorySearchWeights.Default);
        await MeasureAsync("questions of 3 to 8 words", search, () => words.Text(words.Next(3, 9)));
        await MeasureAsync("the most frequent words", search, () => words.Frequent(6));
        await MeasureAsync("rare words", search, () => words.Rare(4));
        await MeasureAsync("without what was rejected", search, () => words.Text(words.Next(3, 9)), lists: false);
        await MeasureAsync("on behalf of a person", search, () => words.Text(words.Next(3, 9)), subject: "person-3");
        return 0;
    }

    private static IEnumerable<MemoryRecord> Records(string agent, int count, ZipfWords words)
    {
        for (var i = 0; i < count; i++)
            yield return MemoryStore.Record(agent, $"{i:x8}", $"s{i / TurnsOfSession}", i % TurnsOfSession, i % 2 == 0 ? "Ada" : "Grace", words.Text(words.Next(8, 30)), Start.AddMinutes(i)) with { Subject = i % 2 == 0 ? $"person-{i / TurnsOfSession % People}" : null };
    }

    private static async Task MeasureAsync(string name, MemorySearch search, Func<string> query, bool lists = true, string? subject = null)
    {
        var times = new List<double>(Searches);
        var before = TimeSpan.Zero;
        for (var i = -50; i < Searches; i++)
        {
            if (i == 0)
                before = Environment.CpuUsage.TotalTime;
            var request = new MemorySearchRequest { TenantId = MemoryStore.Tenant, Agent = "a0", Query = query(), ListsRejected = lists, Subject = subject };
            var start = Stopwatch.GetTimestamp();
            await search.SearchAsync(request, default);
            if (i >= 0)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        var processor = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Searches;
        times.Sort();
        Console.WriteLine($"{name,-28} p50 {times[Searches / 2]:0.0} ms, p90 {times[Searches * 9 / 10]:0.0} ms, p99 {times[Searches * 99 / 100]:0.0} ms, most {times[^1]:0.0} ms; {processor:0.0} ms of processor time each");
    }
}
