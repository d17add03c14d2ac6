using System.Text.Json.Nodes;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>RRF as the client library does it: 1 / (60 + rank) of each score, equal ones share a rank, what has no score comes last.</summary>
internal sealed class FakeFusion(IReadOnlyList<FakeScore> parts) : FakeScore
{
    private const int Constant = 60;

    public override bool UsesStatistics => parts.Any(static part => part.UsesStatistics);

    public override IReadOnlyList<double?> Of(IReadOnlyList<JsonObject> items, IReadOnlyList<JsonObject> all, IReadOnlyDictionary<string, object?> parameters)
    {
        var sums = new double?[items.Count];
        foreach (var part in parts)
        {
            var scores = part.Of(items, all, parameters).Select(static score => score ?? double.NegativeInfinity).ToList();
            for (var i = 0; i < sums.Length; i++) sums[i] = (sums[i] ?? 0) + 1.0 / (Constant + 1 + scores.Count(other => other > scores[i]));
        }

        return sums;
    }
}
