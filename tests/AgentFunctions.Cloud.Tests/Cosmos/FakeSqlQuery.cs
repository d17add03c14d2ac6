using System.Text.Json.Nodes;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <param name="Condition">What is found.</param>
/// <param name="Orders">By what it is ordered.</param>
/// <param name="Columns">What is told of it; empty: all.</param>
/// <param name="IsCount">Only how many there are.</param>
/// <param name="Top">How many at most.</param>
/// <param name="Score">By what it is ranked.</param>
internal sealed record FakeSqlQuery(
    FakeSqlExpression Condition, IReadOnlyList<(FakeSqlExpression By, bool Descending)> Orders, IReadOnlyList<(string Name, FakeSqlExpression Value)> Columns, bool IsCount, int? Top, FakeScore? Score)
{
    public static readonly IReadOnlyDictionary<string, object?> NoParameters = new Dictionary<string, object?>();

    /// <summary>The service gives no token for it.</summary>
    public bool HasNoToken => Score is not null;

    public bool Holds(JsonObject item, IReadOnlyDictionary<string, object?> parameters) => Condition(new FakeSqlRow(item, parameters)) is true;

    public List<JsonNode> Run(IReadOnlyList<JsonObject> items, IReadOnlyDictionary<string, object?> parameters)
    {
        var found = items.Where(item => Holds(item, parameters)).ToList();
        if (IsCount) return [JsonValue.Create(found.Count)];
        found = Score is null ? Ordered(found, parameters) : Ranked(found, items, parameters);
        return [.. found.Take(Top ?? int.MaxValue).Select(item => Columns.Count == 0 ? item.DeepClone() : Told(item, parameters))];
    }

    private List<JsonObject> Ranked(List<JsonObject> found, IReadOnlyList<JsonObject> all, IReadOnlyDictionary<string, object?> parameters)
    {
        var scores = Score!.Of(found, all, parameters);
        return [.. found.Select((item, at) => (item, Score: scores[at] ?? double.NegativeInfinity)).OrderByDescending(static one => one.Score).Select(static one => one.item)];
    }

    private List<JsonObject> Ordered(List<JsonObject> found, IReadOnlyDictionary<string, object?> parameters)
    {
        found.Sort((x, y) =>
        {
            foreach (var (by, descending) in Orders)
            {
                var order = FakeSqlValues.Order(by(new FakeSqlRow(x, parameters)), by(new FakeSqlRow(y, parameters)));
                if (order != 0) return descending ? -order : order;
            }

            return 0;
        });
        return found;
    }

    private JsonObject Told(JsonObject item, IReadOnlyDictionary<string, object?> parameters)
    {
        var told = new JsonObject();
        foreach (var (name, value) in Columns)
        {
            var one = value(new FakeSqlRow(item, parameters));
            if (!ReferenceEquals(one, FakeSqlValues.Undefined)) told[name] = one is JsonNode node ? node.DeepClone() : JsonValue.Create(one);
        }

        return told;
    }
}
