using System.Text.Json.Nodes;

namespace AgentFunctions.Cloud.Tests.Cosmos;

internal sealed record FakeSqlQuery(FakeSqlExpression Condition, IReadOnlyList<(FakeSqlExpression By, bool Descending)> Orders)
{
    public static readonly IReadOnlyDictionary<string, object?> NoParameters = new Dictionary<string, object?>();

    public bool Holds(JsonObject item, IReadOnlyDictionary<string, object?> parameters) => Condition(new FakeSqlRow(item, parameters)) is true;

    public List<JsonObject> Run(IEnumerable<JsonObject> items, IReadOnlyDictionary<string, object?> parameters)
    {
        var found = items.Where(item => Holds(item, parameters)).ToList();
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
}
