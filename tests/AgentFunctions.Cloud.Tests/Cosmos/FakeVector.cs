using System.Text.Json.Nodes;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary><c>VectorDistance</c> of a path with a vector index, by cosine: 1 is nearest. Undefined where there is no vector, or one of another length.</summary>
internal sealed class FakeVector(IReadOnlyList<string> path, FakeSqlExpression vector) : FakeScore
{
    /// <summary>null: something else stands there.</summary>
    public static FakeVector? Find(FakeSqlText text)
    {
        if (!text.TakeAll("VectorDistance", "(")) return null;
        var path = FakePolicy.VectorPath(text.Path());
        text.Expect(",");
        var vector = text.Primary();
        text.Expect(")");
        return new FakeVector(path, vector);
    }

    public override IReadOnlyList<double?> Of(IReadOnlyList<JsonObject> items, IReadOnlyList<JsonObject> all, IReadOnlyDictionary<string, object?> parameters) =>
        [.. items.Select(item => Of(new FakeSqlRow(item, parameters)) as double?)];

    public object Of(FakeSqlRow row)
    {
        var wanted = vector(row) as float[] ?? throw new NotSupportedException("A vector that is no array of numbers.");
        if (FakeSqlValues.At(row.Item, path) is not JsonArray held || held.Count != wanted.Length) return FakeSqlValues.Undefined;
        double dot = 0, xx = 0, yy = 0;
        for (var i = 0; i < wanted.Length; i++)
        {
            var (x, y) = (wanted[i], (double)FakeSqlValues.Of(held[i])!);
            dot += x * y;
            xx += x * x;
            yy += y * y;
        }

        return xx == 0 || yy == 0 ? FakeSqlValues.Undefined : dot / Math.Sqrt(xx * yy);
    }
}
