using System.Net;
using System.Text.Json;

namespace AgentFunctions.Http.Tests.Memory;

/// <summary>Customers of one agent share its memory, but none is given what is another's.</summary>
public sealed class MemoryScopeTests
{
    private const string Bob = "bob@example.com";
    private const string Zoe = "zoe@example.com";

    [Fact]
    public async Task Search_ForSomebody_GivesTheirsAndNobodys()
    {
        await using var app = await MemoryApp.StartAsync();
        var (bobs, zoes, nobodys) = await RememberAsync(app);

        Assert.Equal(Sorted(zoes, nobodys), await HitsAsync(app, $$""","subject":"{{Zoe}}" """));
        Assert.Equal(Sorted(zoes, nobodys), await HitsAsync(app, "", ("x-end-user", Zoe.ToUpperInvariant())));
        Assert.Equal(Sorted(bobs, nobodys), await HitsAsync(app, $$""","subject":"{{Bob}}" """, ("x-end-user", Zoe)));
        Assert.Equal(Sorted(nobodys), await HitsAsync(app, ""","subject":"kim" """));
        Assert.Equal(Sorted(bobs, zoes, nobodys), await HitsAsync(app, ""));
    }

    [Fact]
    public async Task Search_ForSomebody_ExplainsNothingOfOthers()
    {
        await using var app = await MemoryApp.StartAsync();
        var (bobs, zoes, nobodys) = await RememberAsync(app);
        var waiting = (await app.WriteAsync($$"""{"text":"The door code is behind the mirror.","kind":"semantic","subject":"{{Bob}}"}""")).Single().GetProperty("id").GetString()!;

        var found = await app.SearchAsync("What is bob@example.com's door code?", more: $$""","subject":"{{Zoe}}","maxConfidentiality":"restricted" """);

        Assert.DoesNotContain(bobs, found.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(waiting, found.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(2, found.GetProperty("explain").GetProperty("candidates").GetInt32());
        Assert.Empty(found.GetProperty("explain").GetProperty("speakers").EnumerateArray());
        var alone = (await app.SearchAsync("door code", more: $$""","subject":"{{Zoe}}" """)).GetProperty("hits").EnumerateArray().Select(static hit => hit.GetProperty("score").GetDouble());

        // What others say more of changes no score.
        for (var i = 0; i < 5; i++) await app.AddAsync($$"""{"text":"My door code number {{i}} is a secret of the house.","kind":"episodic"}""", headers: ("x-end-user", Bob));
        var later = (await app.SearchAsync("door code", more: $$""","subject":"{{Zoe}}" """)).GetProperty("hits").EnumerateArray().Select(static hit => hit.GetProperty("score").GetDouble());
        Assert.Equal(alone, later);
        Assert.NotEqual(zoes, nobodys);
    }

    [Fact]
    public async Task Search_LinksAndTurnsAround_AreUnderTheSameFilter()
    {
        await using var app = await MemoryApp.StartAsync();
        var bobs = await app.AddAsync($$"""{"text":"My daughter's school is Elm House.","kind":"episodic","sessionId":"s1"}""", headers: ("x-end-user", Bob));
        var zoes = await app.AddAsync($$"""{"text":"The parcel went to the wrong flat.","kind":"episodic","sessionId":"s1","links":[{"id":"{{bobs}}","kind":"relatedTo"}]}""", headers: ("x-end-user", Zoe));

        Assert.Contains(bobs, await app.HitsAsync("Which parcel went to the wrong flat?"));
        Assert.Equal([zoes], (await app.SearchAsync("Which parcel went to the wrong flat?", more: $$""","subject":"{{Zoe}}" """)).GetProperty("hits").EnumerateArray().Select(static hit => hit.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Search_OpenedByDeclaration_GivesEverybodysUnlessAsked()
    {
        await using var app = await MemoryApp.StartAsync();
        var (bobs, zoes, nobodys) = await RememberAsync(app);
        await app.PutAsync("agents", "demo", """{"models":["sim-small"],"memory":{"subjects":"all"}}""");

        Assert.Equal(Sorted(bobs, zoes, nobodys), await HitsAsync(app, "", ("x-end-user", Zoe)));
        Assert.Equal(Sorted(zoes, nobodys), await HitsAsync(app, $$""","subject":"{{Zoe}}" """));
    }

    [Fact]
    public async Task Search_SubjectThatIsNoName_IsRefusedByName()
    {
        await using var app = await MemoryApp.StartAsync();
        var answer = await app.SendAsync(HttpMethod.Post, "/api/memory/search", """{"query":"door","subject":" \u0007 "}""");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("subject", answer.Text, StringComparison.Ordinal);
    }

    private static async Task<(string Bobs, string Zoes, string Nobodys)> RememberAsync(MemoryApp app) => (
        await app.AddAsync("""{"text":"My door code is 4711.","kind":"episodic"}""", headers: ("x-end-user", Bob)),
        await app.AddAsync("""{"text":"My door code is 8000.","kind":"episodic"}""", headers: ("x-end-user", Zoe)),
        await app.AddAsync("""{"text":"A door code has four digits.","kind":"episodic"}"""));

    private static async Task<IEnumerable<string>> HitsAsync(MemoryApp app, string more, params (string, string)[] headers) =>
        Sorted([.. (await app.SearchAsync("What is the door code?", more: more, headers: headers)).GetProperty("hits").EnumerateArray().Select(static hit => hit.GetProperty("id").GetString()!)]);

    private static IEnumerable<string> Sorted(params string[] ids) => ids.Order(StringComparer.Ordinal);
}
