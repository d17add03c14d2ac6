using static AgentFunctions.Core.Tests.Context.ContextSamples;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>What stands in place of a result says nothing that is not so.</summary>
public sealed class TruthTests
{
    [Fact]
    public void Log_LineWithRareValues_Stays_AndNoRangeLeavesAValueOut()
    {
        List<string> lines = [.. Enumerable.Range(0, 30).Select(static index => $"2025-06-14T10:00:{index:00}Z INFO api done status=200 latency_ms={index} host=h1")];
        lines.Insert(12, "2025-06-14T10:00:12Z INFO api done status=500 latency_ms=1e9 host=h2");

        var text = Shown(string.Join('\n', lines));

        Assert.Contains("31 like it, status 200×30 500×1, latency_ms 0..1e9, host h1×30 h2×1, last: ", text, StringComparison.Ordinal);
        Assert.Contains(lines[12], text, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_ValuesOfTwoUnits_AreNoRange()
    {
        var text = Shown(string.Join('\n', Enumerable.Range(0, 40).Select(static index => $"2025-06-14T10:00:{index:00}Z INFO api done took={index + 1}{(index % 2 == 0 ? "ms" : "s")}")));

        Assert.Contains("took more than 4 different values", text, StringComparison.Ordinal);
        Assert.DoesNotContain("..", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 20, "+19× ERROR the disk is full\n")]
    [InlineData(20, 1, "-19× ERROR the disk is full\n")]
    [InlineData(1, 2, "+ ERROR the disk is full\n")]
    public void NearDuplicate_LineMoreOrLessOften_SaysHowOften(int before, int after, string expected)
    {
        var text = ShownSecond(Lines(before), Lines(after));

        Assert.EndsWith("\n" + expected, text, StringComparison.Ordinal);

        static string Lines(int errors) => string.Join('\n', Enumerable.Range(0, 150).Select(static index => $"line {index} says value {index * 7}").Concat(Enumerable.Repeat("ERROR the disk is full", errors)));
    }

    [Theory]
    [InlineData("\"errors\":[]", "\"errors\":{}")]
    [InlineData("\"errors\":[]", "\"warnings\":[]")]
    [InlineData("\"a_name_that_is_longer_than_forty_characters_one\":1,\"a_name_that_is_longer_than_forty_characters_two\":2", "\"a_name_that_is_longer_than_forty_characters_one\":2,\"a_name_that_is_longer_than_forty_characters_two\":1")]
    public void NearDuplicate_OtherJson_IsNotCalledTheSame(string before, string after)
    {
        var text = ShownSecond(Json(before), Json(after));

        Assert.DoesNotContain("only the order", text, StringComparison.Ordinal);

        static string Json(string more) => $"{{\"rows\":[{string.Join(',', Enumerable.Range(0, 100).Select(static index => $"{{\"id\":{index},\"name\":\"row number {index}\"}}"))}],{more}}}";
    }

    [Fact]
    public void Json_NameWithADotThatIsAPathToo_IsNotOneColumn()
    {
        var text = Shown($"[{string.Join(',', Enumerable.Range(0, 40).Select(static index => $"{{\"customer.id\":{index},\"customer\":{{\"id\":{index + 700},\"note\":null}}}}"))}]");

        Assert.Contains("{\"columns\":[\"customer.id\",\"customer\"],\"rows\":[\n[0,{\"id\":700}]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_NameTwiceInAnObject_StaysWhole_AndItsSynopsisSaysSo()
    {
        Assert.Equal(Json(100), Shown(Json(100)));
        Assert.Contains("(objects in it have a name twice; both values count here)", ShownOld(Json(900)), StringComparison.Ordinal);

        static string Json(int rows) => $"[{string.Join(", ", Enumerable.Range(0, rows).Select(static index => $"{{\"id\": {index}, \"total\": 5, \"total\": {index + 1000}}}"))}]";
    }

    [Fact]
    public void Table_EmptyCells_StayWhereTheyAre()
    {
        string[] rows = ["| a    | b   | c    |", "|------|-----|------|", "| 1    |     |      |", "|      | 2   |      |", "|      |     | 3    |", "| -    | -   | -    |", .. Enumerable.Range(0, 20).Select(static index => $"| {index,-4} | x   | y    |")];

        var text = Shown(string.Join('\n', rows));

        Assert.EndsWith("\na|b|c\n1||\n|2|\n||3\n-|-|-\n" + string.Concat(Enumerable.Range(0, 20).Select(static index => $"{index}|x|y\n")), text, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_RemarkBelowIt_IsNoRow()
    {
        var text = ShownOld($" id | name\n----+------\n{string.Concat(Enumerable.Range(0, 3000).Select(static index => $" {index} | name of {index}\n"))}(3000 rows)\n");

        Assert.Contains("table of 3000 rows and 1 other lines: id, name", text, StringComparison.Ordinal);
        Assert.Contains("\nid: 0..2999", text, StringComparison.Ordinal);
    }

    [Fact]
    public void LogSynopsis_CountsItsLines_AndEndsWithTheLast()
    {
        var lines = Enumerable.Range(0, 900).Select(static index => index % 2 == 0 ? $"2025-06-14T10:00:00Z INFO api request {index} done status={200 + (index % 3)}" : "2025-06-14T10:00:00Z INFO job went to sleep").ToList();
        lines.Add("2025-06-14T11:00:00Z INFO api request 900 done status=200");

        var text = ShownOld(string.Join('\n', lines) + "\n");

        Assert.Contains("log of 901 lines, 2 different, 0 with errors", text, StringComparison.Ordinal);
        Assert.Contains($"; last: {lines[^1]}", text, StringComparison.Ordinal);
        Assert.Contains("450× 2025-06-14T10:00:00Z INFO job went to sleep", text, StringComparison.Ordinal);
        Assert.Contains("451 like 2025-06-14T10:00:00Z INFO api request 0 done status=200", text, StringComparison.Ordinal);
    }

    /// <summary>A result as it is shown while it is new.</summary>
    private static string Shown(string text) => Truth.Shown([Call("c", "read", "1"), Result("r", "1", text)], "r");

    /// <summary>A result as it is shown when two rounds came after it.</summary>
    private static string ShownOld(string text) => Truth.Shown([Call("c", "read", "1"), Result("r", "1", text), Call("x", "noop", "2"), Result("y", "2", "done"), Call("z", "noop", "3"), Result("w", "3", "done")], "r");

    private static string ShownSecond(string first, string second) => Truth.Shown([Call("c", "read", "1"), Result("r", "1", first), Call("d", "read", "2"), Result("s", "2", second)], "s");
}
