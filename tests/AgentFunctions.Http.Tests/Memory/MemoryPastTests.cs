using System.Text.Json;

namespace AgentFunctions.Http.Tests.Memory;

public sealed class MemoryPastTests
{
    [Fact]
    public async Task Search_AsOfATimeBeforeTheLaterStatement_FindsWhatHeldThen()
    {
        await using var app = await MemoryApp.StartAsync();
        var now = app.Control.Time.GetUtcNow();
        var oslo = await KnowAsync(app, "Oslo", now.AddMonths(-11));
        var bergen = await KnowAsync(app, "Bergen", now.AddMonths(-6));

        Assert.Equal([(oslo, "superseded")], await HitsAsync(app, now.AddMonths(-8)));
        Assert.Equal([(bergen, "active")], await HitsAsync(app, now.AddMonths(-5)));
        Assert.Equal([(bergen, "active")], await HitsAsync(app, null));
        Assert.Equal(JsonSerializer.SerializeToElement(now.AddMonths(-6)).GetDateTimeOffset(), (await app.RecordAsync(oslo)).GetProperty("validTo").GetDateTimeOffset());
    }

    private static async Task<string> KnowAsync(MemoryApp app, string city, DateTimeOffset since)
    {
        var id = await app.AddAsync($$"""{"kind":"semantic","text":"Lea lives in {{city}}.","subject":"Lea","attribute":"home","value":"{{city}}","validFrom":"{{since:O}}"}""");
        var promoted = await app.SendAsync(HttpMethod.Post, $"/api/memory/{id}/promote", """{"agent":"demo"}""", "ann");
        Assert.True(promoted.Status == System.Net.HttpStatusCode.OK, promoted.Text);
        return id;
    }

    private static async Task<List<(string?, string?)>> HitsAsync(MemoryApp app, DateTimeOffset? asOf)
    {
        var found = await app.SearchAsync("Where does Lea live?", "demo", asOf is null ? "" : $",\"asOf\":\"{asOf:O}\"");
        return [.. found.GetProperty("hits").EnumerateArray().Select(static hit => (hit.GetProperty("id").GetString(), hit.GetProperty("state").GetString()))];
    }
}
