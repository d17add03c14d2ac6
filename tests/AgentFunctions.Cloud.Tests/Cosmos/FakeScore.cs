using System.Text.Json.Nodes;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>What a query ranks by: <c>FullTextScore</c>, <c>VectorDistance</c>, or both by reciprocal ranks.</summary>
internal abstract class FakeScore
{
    /// <summary>Only <c>FullTextScore</c> counts over other items, and may not be told the wrong ones.</summary>
    public virtual bool UsesStatistics => false;

    /// <summary>The score of each item, the higher the better; null where there is none.</summary>
    /// <param name="items">What is ranked.</param>
    /// <param name="all">Everything in the partition: what statistics are of.</param>
    /// <param name="parameters">The query's.</param>
    public abstract IReadOnlyList<double?> Of(IReadOnlyList<JsonObject> items, IReadOnlyList<JsonObject> all, IReadOnlyDictionary<string, object?> parameters);

    /// <summary>What stands after <c>ORDER BY RANK</c>.</summary>
    public static FakeScore Parse(FakeSqlText text)
    {
        if (!text.TakeAll("RRF", "(")) return FakeFullTextScore.Parse(text);
        var parts = new List<FakeScore>();
        do parts.Add(FakeVector.Find(text) ?? (FakeScore)FakeFullTextScore.Parse(text));
        while (text.Take(","));
        text.Expect(")");
        return parts.Count >= 2 ? new FakeFusion(parts) : throw new NotSupportedException("RRF of fewer than two scores.");
    }
}
