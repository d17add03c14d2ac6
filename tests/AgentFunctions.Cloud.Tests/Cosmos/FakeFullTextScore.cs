using System.Text.Json.Nodes;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>BM25 of a path with a full-text index: saturation 1.2, length norm 0.75, over the items of the partition that have text there.</summary>
internal sealed class FakeFullTextScore(IReadOnlyList<string> path, IReadOnlyList<FakeSqlExpression> terms) : FakeScore
{
    private const double Saturation = 1.2;
    private const double LengthNorm = 0.75;

    public override bool UsesStatistics => true;

    public static new FakeFullTextScore Parse(FakeSqlText text)
    {
        text.Expect("FullTextScore", "(");
        var path = FakePolicy.TextPath(text.Path());
        var terms = new List<FakeSqlExpression>();
        while (text.Take(",")) terms.Add(text.Primary());
        text.Expect(")");
        return terms.Count > 0 ? new FakeFullTextScore(path, terms) : throw new NotSupportedException("FullTextScore without a term.");
    }

    public override IReadOnlyList<double?> Of(IReadOnlyList<JsonObject> items, IReadOnlyList<JsonObject> all, IReadOnlyDictionary<string, object?> parameters)
    {
        var texts = all.ToDictionary<JsonObject, JsonObject, List<string>?>(static item => item, Words, ReferenceEqualityComparer.Instance);
        var held = texts.Values.OfType<List<string>>().ToList();
        var average = held.Count == 0 ? 1 : Math.Max(1, held.Average(static words => words.Count));
        var sums = new double?[items.Count];
        foreach (var term in terms)
        {
            var wanted = term(new FakeSqlRow([], parameters)) as string ?? throw new NotSupportedException("A full-text term that is no string.");
            var frequency = held.Count(words => FakeFullText.Occurrences(words, wanted) > 0);
            var rarity = Math.Log(1 + (held.Count - frequency + 0.5) / (frequency + 0.5));
            for (var i = 0; i < sums.Length; i++)
            {
                if (texts[items[i]] is not { } words) continue;
                double count = FakeFullText.Occurrences(words, wanted);
                sums[i] = (sums[i] ?? 0) + rarity * count * (Saturation + 1) / (count + Saturation * (1 - LengthNorm + LengthNorm * words.Count / average));
            }
        }

        return sums;
    }

    private List<string>? Words(JsonObject item) => FakeSqlValues.At(item, path) is string text ? FakeFullText.Words(text) : null;
}
