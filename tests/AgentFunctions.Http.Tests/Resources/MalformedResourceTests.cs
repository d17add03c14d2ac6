using System.Net;

namespace AgentFunctions.Http.Tests.Resources;

/// <summary>Bad resources: each is refused with 400, the path of the field and a cure; none is a 500, none repeats a value.</summary>
public sealed class MalformedResourceTests
{
    /// <summary>Kind, body, path of the finding, words of the cure.</summary>
    public static TheoryData<string, string, string, string> Rows => new()
    {
        // The body as a whole
        { "providers", "", "$", "not valid JSON" },
        { "providers", "{", "$", "not valid JSON" },
        { "providers", "null", "$", "must be an object" },
        { "providers", "[]", "$", "must be an object" },
        { "providers", "\"text\"", "$", "must be an object" },
        { "providers", """{"spec":{"type":"simulated"},}""", "$", "commas" },
        { "providers", """{"spec":{"type":"simulated"}} // note""", "$", "not valid JSON" },
        { "providers", """{"spec":{"type":"\ud800"}}""", "$", "Unicode" },
        { "providers", Nested(40), "$", "nesting" },
        { "providers", """{"spec":{"type":"simulated","type":"openai"}}""", "spec.type", "twice" },
        { "models", """{"spec":{"targets":[{"provider":"a","provider":"b"}]}}""", "spec.targets[0].provider", "twice" },
        { "providers", "{}", "spec", "is required" },
        { "providers", """{"spec":null}""", "spec", "must be an object" },
        { "providers", """{"spec":{"type":"simulated"},"Spec":{}}""", "Spec", "did you mean 'spec'" },
        { "providers", """{"apiVersion":"agentfunctions/v2","spec":{"type":"simulated"}}""", "apiVersion", "agentfunctions/v1" },
        { "providers", """{"kind":"models","spec":{"type":"simulated"}}""", "kind", "must be one of providers" },
        { "providers", """{"id":"other","spec":{"type":"simulated"}}""", "id", "differs from the id in the address" },
        { "providers", """{"spec":{"type":"simulated"},"state":"active"}""", "state", "must be an object" },

        // Providers
        { "providers", """{"spec":{}}""", "spec.type", "is required" },
        { "providers", """{"spec":{"type":"openAI"}}""", "spec.type", "openai, azure-openai, simulated" },
        { "providers", """{"spec":{"type":"azure-openai","endpoint":"https://a.openai.azure.com"}}""", "spec.credential", "managedIdentity: true" },
        { "providers", """{"spec":{"type":"azure-openai","credential":{"managedIdentity":true}}}""", "spec.endpoint", "https://RESOURCE.openai.azure.com" },
        { "providers", """{"spec":{"type":"azure-openai","endpoint":"https://a.openai.azure.com/openai/v1/","credential":{"managedIdentity":true}}}""", "spec.endpoint", "use type openai" },
        { "providers", """{"spec":{"type":"azure-openai","endpoint":"http://127.0.0.1:80","credential":{"managedIdentity":true}}}""", "spec.endpoint", "https://" },
        { "providers", """{"spec":{"type":"openai"}}""", "spec.endpoint", "is required" },
        { "providers", """{"spec":{"type":"openai","endpont":"https://a/v1"}}""", "spec.endpont", "did you mean 'endpoint'" },
        { "providers", """{"spec":{"type":"openai","endpoint":"api.openai.com/v1"}}""", "spec.endpoint", "https://" },
        { "providers", """{"spec":{"type":"openai","endpoint":"ftp://a/v1"}}""", "spec.endpoint", "https://" },
        { "providers", """{"spec":{"type":"openai","endpoint":"http://api.example.com/v1"}}""", "spec.endpoint", "allowInsecure" },
        { "providers", """{"spec":{"type":"openai","endpoint":"https://user:pw@api.example.com/v1"}}""", "spec.endpoint", "credential.secretRef" },
        { "providers", """{"spec":{"type":"openai","endpoint":"https://a/v1?api-version=1"}}""", "spec.endpoint", "query" },
        { "providers", """{"spec":{"type":"openai","endpoint":"https://a/v1#x"}}""", "spec.endpoint", "fragment" },
        { "providers", """{"spec":{"type":"openai","endpoint":"https://{region}.example.com/v1"}}""", "spec.endpoint", "placeholders" },
        { "providers", """{"spec":{"type":"openai","endpoint":"https://a b/v1"}}""", "spec.endpoint", "spaces" },
        { "providers", """{"spec":{"type":"openai","endpoint":7}}""", "spec.endpoint", "must be a string" },
        { "providers", """{"spec":{"type":"openai","endpoint":"https://a/v1","credential":"PASTED"}}""", "spec.credential", "must be an object" },
        { "providers", """{"spec":{"type":"openai","endpoint":"https://a/v1","credential":{}}}""", "spec.credential", "secretRef" },
        { "providers", """{"spec":{"type":"openai","endpoint":"https://a/v1","credential":{"secretRef":"x","managedIdentity":true}}}""", "spec.credential", "not both" },
        { "providers", """{"spec":{"type":"openai","endpoint":"https://a/v1","credential":{"secretRef":"PASTED"}}}""", "spec.credential.secretRef", "never the secret itself" },
        { "providers", """{"spec":{"type":"openai","endpoint":"https://a/v1","credential":{"apiKey":"PASTED"}}}""", "spec.credential.apiKey", "known are secretRef" },
        { "providers", """{"spec":{"type":"openai","endpoint":"https://a/v1","headers":{"Authorization":"Bearer PASTED"}}}""", "spec.headers.Authorization", "secret" },
        { "providers", """{"spec":{"type":"openai","endpoint":"https://a/v1","headers":{"X-Api-Key":"PASTED"}}}""", "spec.headers.X-Api-Key", "secret" },
        { "providers", """{"spec":{"type":"openai","endpoint":"https://a/v1","headers":{"x-custom":"PASTED"}}}""", "spec.headers.x-custom", "looks like a credential" },
        { "providers", """{"spec":{"type":"openai","endpoint":"https://a/v1","headers":{"Connection":"close"}}}""", "spec.headers.Connection", "set by the gateway" },
        { "providers", """{"spec":{"type":"openai","endpoint":"https://a/v1","headers":{"x a":"b"}}}""", "spec.headers['x a']", "header name" },
        { "providers", """{"spec":{"type":"openai","endpoint":"https://a/v1","headers":{"x-a":"b\r\nc: d"}}}""", "spec.headers.x-a", "line breaks" },
        { "providers", """{"spec":{"type":"openai","endpoint":"https://a/v1","headers":{"x-a":1}}}""", "spec.headers.x-a", "must be a string" },
        { "providers", """{"spec":{"type":"simulated","endpoint":"https://a/v1"}}""", "spec.endpoint", "remove it" },
        { "providers", """{"spec":{"type":"simulated","allowInsecure":"yes"}}""", "spec.allowInsecure", "must be a boolean" },
        { "providers", """{"spec":{"type":"simulated","headers":null}}""", "spec.headers", "leave the field out" },

        // Models
        { "models", """{"spec":{}}""", "spec.targets", "is required" },
        { "models", """{"spec":{"targets":[]}}""", "spec.targets", "at least 1 entry" },
        { "models", """{"spec":{"targets":"sim"}}""", "spec.targets", "must be an array" },
        { "models", """{"spec":{"targets":[{"provider":"nobody"}]}}""", "spec.targets[0].provider", "create it first" },
        { "models", """{"spec":{"targets":[{"provider":"sim"},{"provider":"sim","price":"nothing"}]}}""", "spec.targets[1].price", "create it first" },
        { "models", """{"spec":{"targets":[{"provider":"sim"},{"provider":"sim"}]}}""", "spec.targets[1]", "repeats" },
        { "models", """{"spec":{"targets":[{"provider":"sim","weight":0}]}}""", "spec.targets[0].weight", "at least 1" },
        { "models", """{"spec":{"targets":[{"provider":"sim","weight":1.5}]}}""", "spec.targets[0].weight", "must be an integer" },
        { "models", """{"spec":{"targets":[{"provider":"sim","weight":1e300}]}}""", "spec.targets[0].weight", "must be an integer" },
        { "models", """{"spec":{"targets":[{"provider":"sim","outputLimitField":"max"}]}}""", "spec.targets[0].outputLimitField", "max_completion_tokens" },
        { "models", """{"spec":{"targets":[{"provider":"sim"}],"strategy":"random"}}""", "spec.strategy", "priority, weighted, cheapest, fastest, least-loaded" },
        { "models", """{"spec":{"targets":[{"provider":"sim"}],"timeouts":{"connect":"5s"}}}""", "spec.timeouts.connect", "hh:mm:ss" },
        { "models", """{"spec":{"targets":[{"provider":"sim"}],"timeouts":{"connect":5}}}""", "spec.timeouts.connect", "must be a string" },
        { "models", """{"spec":{"targets":[{"provider":"sim"}],"timeouts":{"total":"02:00:00"}}}""", "spec.timeouts.total", "01:00:00" },
        { "models", """{"spec":{"targets":[{"provider":"sim"}],"retry":{"attempts":6}}}""", "spec.retry.attempts", "at most 5" },
        { "models", """{"spec":{"targets":[{"provider":"sim"}],"retry":{"attempts":0}}}""", "spec.retry.attempts", "at least 1" },
        { "models", """{"spec":{"targets":[{"provider":"sim"}],"breaker":{"window":"00:00:00"}}}""", "spec.breaker.window", "00:00:01" },
        { "models", """{"spec":{"targets":[{"provider":"sim"}],"maxOutputTokens":100}}""", "spec.defaultOutputTokens", "maxOutputTokens" },

        // Prices
        { "prices", """{"spec":{"input":"1"}}""", "spec.output", "is required" },
        { "prices", """{"spec":{"input":1,"output":"1"}}""", "spec.input", "must be a string" },
        { "prices", """{"spec":{"input":"-1","output":"1"}}""", "spec.input", "decimal string" },
        { "prices", """{"spec":{"input":"1.0000001","output":"1"}}""", "spec.input", "6 decimals" },
        { "prices", """{"spec":{"input":"1e3","output":"1"}}""", "spec.input", "decimal string" },
        { "prices", """{"spec":{"input":"9999999","output":"1"}}""", "spec.input", "check" },
        { "prices", """{"spec":{"input":"1","output":"1","tiers":[{"aboveInputTokens":10},{"aboveInputTokens":5}]}}""", "spec.tiers[1].aboveInputTokens", "ascending" },
        { "prices", """{"spec":{"input":"1","output":"1","effectiveFrom":"2026-01-01"}}""", "spec.effectiveFrom", "RFC 3339" },
        { "prices", """{"spec":{"input":"1","output":"1","effectiveFrom":"2026-02-31T00:00:00Z"}}""", "spec.effectiveFrom", "check the date" },
        { "prices", """{"spec":{"input":"1","output":"1","source":"pricing page"}}""", "spec.source", "https URL" },
        { "prices", """{"spec":{"input":"1","output":"1","match":"a*b"}}""", "spec.match", "followed by *" },

        // Agents and keys
        { "agents", """{"spec":{"modles":["sim"]}}""", "spec.modles", "did you mean 'models'" },
        { "agents", """{"spec":{"model":["sim"]}}""", "spec.model", "must be a string" },
        { "agents", """{"spec":{"models":["nothing"]}}""", "spec.models[0]", "create it first" },
        { "agents", """{"spec":{"models":["*a"]}}""", "spec.models[0]", "followed by *" },
        { "agents", """{"spec":{"models":["sim-*","sim-*"]}}""", "spec.models[1]", "repeats" },
        { "agents", """{"spec":{"userInput":"maybe"}}""", "spec.userInput", "trusted, untrusted" },
        { "agents", """{"spec":{"contentHosts":["https://cdn.example.com"]}}""", "spec.contentHosts[0]", "cdn.example.com" },
        { "agents", """{"spec":{"limits":{"steps":0}}}""", "spec.limits.steps", "at least 1" },
        { "agents", """{"spec":{"limits":{"deadline":"00:00:00"}}}""", "spec.limits.deadline", "00:00:01" },
        { "agents", """{"spec":{"context":{"slots":{"1st":{}}}}}""", "spec.context.slots.1st", "a letter" },
        { "agents", """{"spec":{"context":{"slots":{"brief":{"schema":{"type":"strnig"}}}}}}""", "spec.context.slots.brief.schema.type", "must be" },
        { "agents", """{"spec":{"context":{"slots":{"brief":{"read":["nobody"]}}}}}""", "spec.context.slots.brief.read[0]", "create it first" },
        { "agents", """{"spec":{"context":{"slots":{"brief":{"write":["nobody"]}}}}}""", "spec.context.slots.brief.write[0]", "create it first" },
        { "agents", """{"spec":{"context":{"slots":{"history":{"pinned":true}}}}}""", "spec.context.slots.history", "filled by the gateway" },
        { "agents", """{"spec":{"context":{"slots":{"brief":{"budgetTokens":0}}}}}""", "spec.context.slots.brief.budgetTokens", "at least 1" },
        { "agents", """{"spec":{"context":{"budgetTokens":10}}}""", "spec.context.budgetTokens", "at least 256" },
        { "agents", """{"spec":{"context":{"compression":{"layers":["magic"]}}}}""", "spec.context.compression.layers[0]", "duplicates" },
        { "agents", """{"spec":{"context":{"handoff":{"type":"strnig"}}}}""", "spec.context.handoff.type", "must be" },
        { "keys", """{"spec":{}}""", "spec.agent", "is required, unless spec.principal" },
        { "keys", """{"spec":{"agent":"nobody"}}""", "spec.agent", "create it first" },
        { "keys", """{"spec":{"agent":"demo","secret":"PASTED"}}""", "spec.secret", "unknown field" },
        { "keys", """{"spec":{"agent":"demo","expiresAt":"tomorrow"}}""", "spec.expiresAt", "RFC 3339" },
        { "keys", """{"spec":{"agent":"demo","expiresAt":0}}""", "spec.expiresAt", "must be a string" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Put_Malformed_Is400WithPathAndCure(string kind, string body, string path, string cure)
    {
        await using var app = await ControlApp.StartAsync();
        await app.DeclareDemoAsync();

        await MalformedResource.CheckAsync(app, kind, body, path, cure);
    }

    [Fact]
    public async Task Put_SeveralMistakes_ReportsAllOfThem()
    {
        await using var app = await ControlApp.StartAsync();

        var answer = await app.PutSpecAsync("models", "x", """{"targets":[{"provider":"a b","weight":0},{"deployment":""}],"stratgy":"priority","retry":{"attempts":9}}""");

        Assert.Equal(
            ["spec.retry.attempts", "spec.stratgy", "spec.targets[0].provider", "spec.targets[0].weight", "spec.targets[1].deployment", "spec.targets[1].provider"],
            answer.Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("path").GetString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("providers", "-a")]
    [InlineData("providers", "a*")]
    [InlineData("providers", "a%20b")]
    [InlineData("providers", "%C3%A4")]
    [InlineData("models", "a*b")]
    [InlineData("models", "**")]
    [InlineData("keys", "a.b")]
    public async Task Put_IdOfAnotherForm_Is400(string kind, string id)
    {
        await using var app = await ControlApp.StartAsync();
        await app.DeclareDemoAsync();

        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Get, HttpMethod.Delete })
        {
            var answer = await app.SendAsync(method, $"/api/{kind}/{id}", method == HttpMethod.Put ? """{"spec":{}}""" : null);
            Assert.Equal((HttpStatusCode.BadRequest, "id"), (answer.Status, answer.Json.GetProperty("param").GetString()));
        }
    }

    [Fact]
    public async Task Put_TooLarge_Is413()
    {
        await using var app = await ControlApp.StartAsync();

        var answer = await app.SendAsync(HttpMethod.Put, "/api/agents/x", """{"spec":{"instructions":"#"}}""".Replace("#", new string('a', 300_000), StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "request_too_large"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Put_NotJson_Is415()
    {
        await using var app = await ControlApp.StartAsync();

        var answer = await app.SendFormAsync("/api/agents/x");

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "unsupported_media_type"), (answer.Status, answer.Code));
    }

    private static string Nested(int depth) => "{\"spec\":" + string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth) + "}";
}
