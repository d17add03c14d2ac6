using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Usage;
using FsCheck.Xunit;

namespace AgentFunctions.Core.Tests.Usage;

public sealed class UsageEventJsonTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 26, 10, 31, 7, 123, TimeSpan.Zero);

    [Property(MaxTest = 500)]
    public void AnyEvent_WrittenAndRead_IsTheSame(int seed, byte attempt, int ticks)
    {
        var random = new RandomUsage(seed);
        var written = new UsageEvent(random.Subject(At.AddTicks(ticks)), random.Attempt(attempt + 1), attempt, attempt % 2);

        var read = UsageEventJson.Read(UsageEventJson.Write(written));

        AssertSame(written.Subject, read.Subject);
        Assert.Equal(written with { Subject = read.Subject }, read);
    }

    [Property(MaxTest = 200)]
    public void AnySubject_WrittenAndRead_IsTheSame(int seed)
    {
        var written = new RandomUsage(seed).Subject(At);

        AssertSame(written, UsageSubjectJson.Read(UsageSubjectJson.Write(written)));
    }

    [Fact]
    public void Event_Written_IsACloudEventWithIntegersOnly()
    {
        var random = new RandomUsage(1);
        var subject = random.Subject(At, "req_1") with { Agent = "demo", TenantId = "acme" };
        var usage = random.Attempt(2);

        using var json = JsonDocument.Parse(UsageEventJson.Write(new UsageEvent(subject, usage, 3, 1)));

        var root = json.RootElement;
        Assert.Equal("1.0", root.GetProperty("specversion").GetString());
        Assert.Equal("req_1:2:3", root.GetProperty("id").GetString());
        Assert.Equal("/agentfunctions/acme", root.GetProperty("source").GetString());
        Assert.Equal("ai.usage.v1", root.GetProperty("type").GetString());
        Assert.Equal("2026-11-26T10:31:07.123+00:00", root.GetProperty("time").GetString());
        Assert.Equal("agents/demo", root.GetProperty("subject").GetString());
        Assert.Equal("application/json", root.GetProperty("datacontenttype").GetString());
        Assert.Equal("acme", root.GetProperty("tenantid").GetString());
        Assert.All(
            root.GetProperty("data").EnumerateObject().Where(static p => p.Value.ValueKind == JsonValueKind.Number), static p => Assert.True(p.Value.TryGetInt64(out _), $"{p.Name} is no integer"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"ai.usage.v1"}""")]
    [InlineData("""{"type":"ai.usage.v2","time":"2026-11-26T10:31:07Z","tenantid":"t","data":{"callId":"c","operation":"chat","attempt":1,"provider":"p","outcome":"succeeded"}}""")]
    [InlineData("""{"type":"ai.usage.v1","time":"2026-11-26T10:31:07Z","tenantid":"t","data":{"callId":"c","operation":"chat","attempt":0,"provider":"p","outcome":"succeeded"}}""")]
    [InlineData("""{"type":"ai.usage.v1","time":"2026-11-26T10:31:07Z","tenantid":"t","data":{"callId":"c","operation":"chat","attempt":1,"provider":"p","outcome":"succeeded","costNano":1.5}}""")]
    [InlineData("""{"type":"ai.usage.v1","time":"yesterday","tenantid":"t","data":{"callId":"c","operation":"chat","attempt":1,"provider":"p","outcome":"succeeded"}}""")]
    public void AnythingElse_Read_IsRefused(string text) =>
        Assert.ThrowsAny<JsonException>(() => UsageEventJson.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void UnknownProperties_Read_AreSkipped()
    {
        const string Text = """{"x":{"type":[1]},"type":"ai.usage.v1","time":"2026-11-26T10:31:07Z","tenantid":"t","data":{"y":[{}],"callId":"c","operation":"chat","attempt":1,"provider":"p","outcome":"succeeded"}}""";

        Assert.Equal("c:1:0", UsageEventJson.Read(Encoding.UTF8.GetBytes(Text)).Id);
    }

    private static void AssertSame(UsageSubject expected, UsageSubject actual)
    {
        Assert.Equal(expected.Tags ?? new Dictionary<string, string>(), actual.Tags ?? new Dictionary<string, string>());
        Assert.Equal(expected with { Tags = null }, actual with { Tags = null });
    }
}
