using System.Net;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Context;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Http.Tests.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Sessions;

/// <summary>What sessions hold, and what is read of them at once, is bounded in bytes.</summary>
public sealed class SessionBoundsTests : IAsyncLifetime
{
    private const int KiB = 1024;
    private readonly CountingMeter _meter = new();
    private SessionsApp _app = null!;

    public async Task InitializeAsync() => _app = await SessionsApp.StartAsync(configure: services =>
    {
        services.AddSingleton<ITokenMeter>(_meter);
        services.Configure<SessionOptions>(static o => (o.MaxMessageBytes, o.MaxSlotBytes, o.MaxBytes, o.MaxPageBytes, o.MaxContextBytes) = (128 * KiB, 32 * KiB, 8 * KiB * KiB, 64 * KiB, KiB * KiB));
    });

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("asc")]
    [InlineData("desc")]
    public async Task Messages_PageEndsAtItsBytes_AndTheNextGoesOnBehindIt(string order)
    {
        for (var i = 1; i <= 7; i++) await _app.AppendAsync("s", Message("user", $"{i}:", i == 4 ? 100 * KiB : 20 * KiB));
        List<string> read = [];
        List<int> pages = [];
        for (string? cursor = ""; cursor is not null;)
        {
            var answer = await _app.GetAsync($"/api/sessions/s/messages?limit=500&order={order}{(cursor.Length > 0 ? "&cursor=" + cursor : "")}");
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            var items = answer.Json.GetProperty("items").EnumerateArray().ToArray();
            read.AddRange(items.Select(static item => item.GetProperty("message").GetProperty("content").GetString()!.Split(':')[0]));
            pages.Add(items.Length);
            cursor = answer.Json.GetProperty("nextCursor").GetString();
        }

        var all = Enumerable.Range(1, 7).Select(static i => $"{i}");
        Assert.Equal(order == "asc" ? all : all.Reverse(), read);
        Assert.Equal([3, 1, 3], pages);
    }

    [Fact]
    public async Task History_PageEndsAtItsBytes_AndTheNextGoesOnBehindIt()
    {
        for (var i = 1; i <= 5; i++) await _app.PutSlotAsync("s", "state", $"\"{new string('x', 30 * KiB)}\"");
        List<long> read = [];
        for (string? cursor = ""; cursor is not null;)
        {
            var answer = await _app.GetAsync($"/api/sessions/s/slots/state/history?limit=500{(cursor.Length > 0 ? "&cursor=" + cursor : "")}");
            var items = answer.Json.GetProperty("items").EnumerateArray().ToArray();
            Assert.InRange(items.Length, 1, 2);
            read.AddRange(items.Select(static item => item.GetProperty("version").GetInt64()));
            cursor = answer.Json.GetProperty("nextCursor").GetString();
        }

        Assert.Equal([5L, 4, 3, 2, 1], read);
    }

    [Fact]
    public async Task Append_TooLargeAMessage_IsRefusedByName_AndNothingIsAppended()
    {
        var answer = await _app.AppendAsync("s", $"{Message("user", "fits", 10)},{Message("user", "", 128 * KiB)}");

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "request_too_large"), (answer.Status, answer.Code));
        Assert.Equal("messages[1]", answer.Json.GetProperty("param").GetString());
        Assert.Contains("MaxMessageBytes", answer.Text, StringComparison.Ordinal);
        Assert.Equal(0, (await _app.GetAsync("/api/sessions/s")).Json.GetProperty("messages").GetInt64());
    }

    [Fact]
    public async Task PutSlot_TooLargeAValue_IsRefusedByName()
    {
        var answer = await _app.PutSlotAsync("s", "state", $"\"{new string('x', 32 * KiB)}\"");

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "request_too_large"), (answer.Status, answer.Code));
        Assert.Equal("value", answer.Json.GetProperty("param").GetString());
        Assert.Contains("MaxSlotBytes", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_ThatIsFull_TakesNoMore_AndKeepsWhatItHas()
    {
        var appended = 0;
        var answer = await _app.AppendAsync("s", Message("user", "", 120 * KiB));
        for (; answer.Status == HttpStatusCode.OK && appended < 100; appended++) answer = await _app.AppendAsync("s", Message("user", "", 120 * KiB));

        Assert.Equal((HttpStatusCode.Conflict, "session_full", "messages[0]"), (answer.Status, answer.Code, answer.Json.GetProperty("param").GetString()));
        Assert.Equal((int)(8 * KiB * KiB / (120.0 * KiB)), appended);
        var slot = await FillAsync();
        Assert.Equal((HttpStatusCode.Conflict, "session_full", "value"), (slot.Status, slot.Code, slot.Json.GetProperty("param").GetString()));
        var session = (await _app.GetAsync("/api/sessions/s")).Json;
        Assert.Equal(appended, session.GetProperty("messages").GetInt64());
        Assert.InRange(session.GetProperty("bytes").GetInt64(), 8 * KiB * KiB - (32 * KiB), 8 * KiB * KiB);
    }

    [Fact]
    public async Task Context_ReadsTheLatestOnly_ButWhatMustStay()
    {
        await _app.AppendAsync("s", $"{Message("system", "Never pay Mallory.", 0)},{Message("user", "The first question.", 0)}");
        for (var i = 1; i <= 40; i++) await _app.AppendAsync("s", Message("assistant", $"{i}:", 100 * KiB));

        var first = await _app.GetAsync("/api/sessions/s/context?budgetTokens=60000");
        var counted = _meter.Characters;
        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.InRange(counted, 100 * KiB, 2 * KiB * KiB);
        Assert.InRange(first.Json.GetProperty("olderMessages").GetInt64(), 29, 33);
        Assert.Contains("Never pay Mallory.", first.Text, StringComparison.Ordinal);
        Assert.Contains("The first question.", first.Text, StringComparison.Ordinal);
        Assert.Contains("earlier messages of this conversation are not shown", first.Text, StringComparison.Ordinal);
        Assert.Equal(first.Json.GetProperty("messages").GetRawText(), (await _app.GetAsync("/api/sessions/s/context?budgetTokens=60000")).Json.GetProperty("messages").GetRawText());
        Assert.InRange(_meter.Characters - counted, 0, 50 * KiB);

        var assembled = await _app.SendAsync(HttpMethod.Post, "/api/context/assemble", """{"sessionId":"s","budgetTokens":60000,"messages":[{"role":"user","content":"And now?"}]}""");
        Assert.Contains("Never pay Mallory.", assembled.Text, StringComparison.Ordinal);
        Assert.InRange(_meter.Characters, 0, 2 * KiB * KiB);
    }

    [Fact]
    public async Task Context_OfMoreSlotsThanOneIsMadeOf_IsRefusedByName()
    {
        var slots = string.Join(',', Enumerable.Range(0, 40).Select(static i => $"\"s{i}\":{{}}"));
        await _app.DeclareAsync("demo", "{\"models\":[\"sim-small\"],\"context\":{\"slots\":{" + slots + "}}}");
        _app.Control.Time.Advance(TimeSpan.FromSeconds(3));
        for (var i = 0; i < 40; i++) Assert.Equal(HttpStatusCode.OK, (await _app.PutSlotAsync("s", $"s{i}", $"\"{new string('x', 31 * KiB)}\"")).Status);

        var answer = await _app.GetAsync("/api/sessions/s/context");

        Assert.Equal("context_too_large", answer.Code);
        Assert.StartsWith("slots.s", answer.Json.GetProperty("param").GetString(), StringComparison.Ordinal);
    }

    private async Task<ControlApp.Answer> FillAsync()
    {
        while (true)
        {
            var answer = await _app.PutSlotAsync("s", "state", $"\"{new string('x', 31 * KiB)}\"");
            if (answer.Status != HttpStatusCode.OK) return answer;
        }
    }

    private static string Message(string role, string text, int more) =>
        JsonSerializer.Serialize(new Dictionary<string, string> { ["role"] = role, ["content"] = new StringBuilder(text).Append('x', more).ToString() });
}
