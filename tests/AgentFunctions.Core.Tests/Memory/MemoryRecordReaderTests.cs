using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;

namespace AgentFunctions.Core.Tests.Memory;

/// <summary>What is read of a stored record is what was written, whatever it holds and in whatever order; what is no record is refused.</summary>
public sealed class MemoryRecordReaderTests
{
    private static readonly string[] Required = ["id", "tenantId", "agent", "kind", "text", "label", "sources", "occurredAt", "createdAt"];

    [Fact]
    public void Read_AnyRecord_IsWhatTheSerializerReads()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var bytes = MemoryRecordJson.ToBytes(Any(random));
            Same(bytes);
            Same(Shuffled(bytes, random));
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"mem_1\"")]
    [InlineData("")]
    public void Read_NoObject_IsRefused(string body) => Assert.ThrowsAny<JsonException>(() => MemoryRecordJson.Read(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Read_CutShortOrFollowedBySomething_IsRefused()
    {
        var bytes = MemoryRecordJson.ToBytes(Any(new Random(1)));
        for (var length = 0; length < bytes.Length; length++) Assert.ThrowsAny<JsonException>(() => MemoryRecordJson.Read(bytes.AsSpan(0, length)));
        Assert.ThrowsAny<JsonException>(() => MemoryRecordJson.Read([.. bytes, (byte)'{', (byte)'}']));
    }

    [Fact]
    public void Read_WithoutWhatEveryRecordHas_IsRefused()
    {
        foreach (var name in Required)
        {
            var record = JsonNode.Parse(MemoryRecordJson.ToBytes(Any(new Random(2))))!.AsObject();
            Assert.True(record.Remove(name), name);
            Assert.ThrowsAny<JsonException>(() => MemoryRecordJson.Read(Encoding.UTF8.GetBytes(record.ToJsonString())));
        }
    }

    [Theory]
    [InlineData("id", "1")]
    [InlineData("version", "\"1\"")]
    [InlineData("version", "1.5")]
    [InlineData("kind", "\"learned\"")]
    [InlineData("kind", "null")]
    [InlineData("state", "\"Active\"")]
    [InlineData("text", "{}")]
    [InlineData("label", "\"trusted\"")]
    [InlineData("sources", "{}")]
    [InlineData("sources", "[1]")]
    [InlineData("tags", "\"a\"")]
    [InlineData("tags", "[1]")]
    [InlineData("links", "[1]")]
    [InlineData("occurredAt", "\"yesterday\"")]
    [InlineData("occurredAt", "null")]
    [InlineData("quality", "\"0.5\"")]
    [InlineData("usefulness", "1")]
    [InlineData("isNegative", "0")]
    [InlineData("turn", "\"0\"")]
    public void Read_ValueOfAnotherType_IsRefused(string name, string value)
    {
        var record = JsonNode.Parse(MemoryRecordJson.ToBytes(Any(new Random(3))))!.AsObject();
        record[name] = JsonNode.Parse(value);

        Assert.ThrowsAny<JsonException>(() => MemoryRecordJson.Read(Encoding.UTF8.GetBytes(record.ToJsonString())));
    }

    /// <summary>By the serializer: every property of the type, those that are added later too.</summary>
    private static void Same(byte[] bytes)
    {
        var expected = JsonSerializer.Deserialize(bytes, MemoryJson.Default.MemoryRecord)!;
        Assert.Equal(Encoding.UTF8.GetString(MemoryRecordJson.ToBytes(expected)), Encoding.UTF8.GetString(MemoryRecordJson.ToBytes(MemoryRecordJson.Read(bytes))));
    }

    /// <summary>In another order, with properties that are not known.</summary>
    private static byte[] Shuffled(byte[] bytes, Random random)
    {
        var properties = JsonNode.Parse(bytes)!.AsObject().ToList();
        properties.Add(new("unknown", new JsonObject { ["text"] = new JsonArray(1, 2, "x") }));
        var shuffled = new JsonObject();
        foreach (var (name, value) in properties.OrderBy(_ => random.Next())) shuffled[name] = value?.DeepClone();
        return Encoding.UTF8.GetBytes(shuffled.ToJsonString());
    }

    private static MemoryRecord Any(Random random) => new()
    {
        Id = $"mem_{random.Next():x}",
        Version = random.Next(1, 9),
        TenantId = "default",
        Agent = "triage/billing",
        Kind = random.GetItems(Enum.GetValues<MemoryKind>(), 1)[0],
        State = random.GetItems(Enum.GetValues<MemoryState>(), 1)[0],
        Text = Text(random),
        Label = new ContentLabel(random.GetItems(Enum.GetValues<Integrity>(), 1)[0], random.GetItems(Enum.GetValues<Confidentiality>(), 1)[0]),
        Sources = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new MemorySource(random.GetItems(Enum.GetValues<MemorySourceKind>(), 1)[0], Text(random), Maybe(random), Maybe(random), random.Next(2) == 0))],
        SessionId = Maybe(random),
        Turn = random.Next(2) == 0 ? null : random.Next(),
        Speaker = Maybe(random),
        Subject = Maybe(random),
        Attribute = Maybe(random),
        Value = Maybe(random),
        Tags = Texts(random),
        Entities = Texts(random),
        Links = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new MemoryLink(random.GetItems(Enum.GetValues<MemoryLinkKind>(), 1)[0], "mem_1", random.Next(9)))],
        OccurredAt = Time(random),
        CreatedAt = Time(random),
        ValidFrom = random.Next(2) == 0 ? null : Time(random),
        ValidTo = random.Next(2) == 0 ? null : Time(random),
        Quality = random.NextDouble(),
        Usefulness = new Usefulness(random.Next(5), random.NextDouble()),
        IsNegative = random.Next(2) == 0,
        Uses = random.NextInt64(),
        LastUsedAt = random.Next(2) == 0 ? null : Time(random),
        Vector = random.Next(3) == 0 ? new MemoryVector("m", random.Next(2) == 0 ? null : [0.5f, -1]) : null,
    };

    private static IReadOnlyList<string> Texts(Random random) => [.. Enumerable.Range(0, random.Next(3)).Select(_ => Text(random))];

    private static string? Maybe(Random random) => random.Next(2) == 0 ? null : Text(random);

    private static string Text(Random random) => random.GetItems(["plain", "with \"quotes\" and \\ and \n", "Zoë 漢字 🙂", "", "null", "  "], 1)[0] + random.Next(100);

    private static DateTimeOffset Time(Random random) => new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.FromHours(random.Next(-5, 6))).AddTicks(random.NextInt64(TimeSpan.TicksPerDay * 900));
}
