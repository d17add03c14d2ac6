using System.Globalization;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>The statements that the engine emits: predicates of patches, whole documents, counts, and the best so many of an order or a rank.</summary>
internal static class FakeSqlStatement
{
    public static FakeSqlQuery Parse(string sql)
    {
        var text = new FakeSqlText(sql);
        var isQuery = text.Take("SELECT");
        var isCount = isQuery && text.TakeAll("VALUE", "COUNT", "(", "1", ")");
        var top = isQuery && text.Take("TOP") ? int.Parse(text.Next(), CultureInfo.InvariantCulture) : (int?)null;
        var columns = isQuery && !isCount ? Columns(text) : [];
        text.Expect("FROM", "c", "WHERE");
        var condition = text.Condition();
        var (orders, score) = isQuery && text.TakeAll("ORDER", "BY") ? Order(text) : ([], null);
        text.End();
        if ((score is not null || columns.Any(static one => one.Name == "similarity")) && top is null) throw new NotSupportedException("A ranked query that does not say how many it wants.");
        return new FakeSqlQuery(condition, orders, columns, isCount, top, score);
    }

    /// <summary>Nothing: the whole document.</summary>
    private static List<(string Name, FakeSqlExpression Value)> Columns(FakeSqlText text)
    {
        if (text.Take("*")) return [];
        var columns = new List<(string Name, FakeSqlExpression Value)>();
        do
        {
            if (FakeVector.Find(text) is { } distance)
            {
                text.Expect("AS");
                columns.Add((text.Next(), row => distance.Of(row)));
            }
            else
            {
                var names = text.Path();
                columns.Add((names[^1], row => FakeSqlValues.At(row.Item, names)));
            }
        }
        while (text.Take(","));
        return columns;
    }

    private static (List<(FakeSqlExpression By, bool Descending)> Orders, FakeScore? Score) Order(FakeSqlText text)
    {
        if (text.Take("RANK")) return ([], FakeScore.Parse(text));
        if (FakeVector.Find(text) is { } distance) return ([], distance);
        var orders = new List<(FakeSqlExpression By, bool Descending)>();
        do
        {
            var by = text.Primary();
            var isDescending = text.Take("DESC");
            if (!isDescending) text.Expect("ASC");
            orders.Add((by, isDescending));
        }
        while (text.Take(","));
        return (orders, null);
    }
}
