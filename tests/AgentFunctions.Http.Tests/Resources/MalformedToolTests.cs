namespace AgentFunctions.Http.Tests.Resources;

/// <summary>The same for tools.</summary>
public sealed class MalformedToolTests
{
    private const string Get = """ "type":"http","request":{"method":"GET","url":"https://a.example/x"} """;

    /// <summary>Body, path of the finding, words of the cure.</summary>
    public static TheoryData<string, string, string> Rows => new()
    {
        { """{"spec":{}}""", "spec.type", "is required" },
        { """{"spec":{"type":"grpc"}}""", "spec.type", "http, builtin, mcp" },
        { """{"spec":{"type":"mcp"}}""", "spec.type", "not available yet" },
        { """{"spec":{"type":"http"}}""", "spec.request", "is required for http" },
        { """{"spec":{"type":"builtin","request":{"method":"GET","url":"https://a.example"}}}""", "spec.request", "remove it" },
        { """{"spec":{"type":"builtin","credential":{"secretRef":"s"}}}""", "spec.credential", "remove it" },
        { $$$$$$"""{"spec":{ {{{{{{Get}}}}}},"builtin":"time.now"}}""", "spec.builtin", "remove it" },
        { $$$$$$"""{"spec":{ {{{{{{Get}}}}}},"apiKey":"PASTED"}}""", "spec.apiKey", "unknown field" },
        { $$$$$$"""{"spec":{ {{{{{{Get}}}}}},"sideEffects":"none"}}""", "spec.sideEffects", "did you mean 'sideEffect'" },
        { $$$$$$"""{"spec":{ {{{{{{Get}}}}}},"sideEffect":"some"}}""", "spec.sideEffect", "none, reversible, irreversible" },
        { $$$$$$"""{"spec":{ {{{{{{Get}}}}}},"timeout":"00:10:00"}}""", "spec.timeout", "must be from" },
        { $$$$$$"""{"spec":{ {{{{{{Get}}}}}},"maxResponseBytes":9000000}}""", "spec.maxResponseBytes", "must be at most" },
        { $$$$$$"""{"spec":{ {{{{{{Get}}}}}},"approval":{"approvers":["ann"]}}}""", "spec.approval.approvers[0]", "principals/ID" },
        { $$$$$$"""{"spec":{ {{{{{{Get}}}}}},"approval":{"approvers":["principals/nobody"]}}}""", "spec.approval.approvers[0]", "create it first" },
        { $$$$$$"""{"spec":{ {{{{{{Get}}}}}},"approval":{"approvers":["principals/ann"],"count":2}}}""", "spec.approval.approvers", "fewer people than the 2" },
        { $$$$$$"""{"spec":{ {{{{{{Get}}}}}},"approval":{"expires":"00:00:01"}}}""", "spec.approval.expires", "must be from" },
        { $$$$$$"""{"spec":{ {{{{{{Get}}}}}},"credential":{"secretRef":"s","header":"host"}}}""", "spec.credential.header", "no header that can carry" },
        { """{"spec":{"type":"http","request":{"method":"get","url":"https://a.example/x"}}}""", "spec.request.method", "GET, POST" },
        { """{"spec":{"type":"http","request":{"method":"GET","url":"/x"}}}""", "spec.request.url", "https://" },
        { """{"spec":{"type":"http","request":{"method":"GET","url":"http://a.example/x"}}}""", "spec.request.url", "allowInsecure" },
        { """{"spec":{"type":"http","request":{"method":"GET","url":"https://{host}/x"}}}""", "spec.request.url", "literally" },
        { """{"spec":{"type":"http","request":{"method":"GET","url":"https://a.example:{port}/x"}}}""", "spec.request.url", "literally" },
        { """{"spec":{"type":"http","request":{"method":"GET","url":"https://u:PASTED@a.example/x"}}}""", "spec.request.url", "user name or password" },
        { """{"spec":{"type":"http","request":{"method":"GET","url":"https://a.example/x#y"}}}""", "spec.request.url", "fragment" },
        { """{"spec":{"type":"http","request":{"method":"GET","url":"https://a.example/../x"}}}""", "spec.request.url", "segments" },
        { """{"spec":{"type":"http","request":{"method":"GET","url":"https://a.example/%2e%2e/x"}}}""", "spec.request.url", "segments" },
        { """{"spec":{"type":"http","request":{"method":"GET","url":"https://a.example/a b"}}}""", "spec.request.url", "percent-encode" },
        { """{"spec":{"type":"http","request":{"method":"GET","url":"https://a.example/{1}"}}}""", "spec.request.url", "no placeholder" },
        { """{"spec":{"type":"http","request":{"method":"GET","url":"https://a.example/{id}"}}}""", "spec.request.url", "no argument" },
        { """{"spec":{"type":"http","request":{"method":"GET","url":"https://a.example/{id}"},"inputSchema":{"type":"object","properties":{"id":{"type":"string"}}}}}""", "spec.request.url", "not required" },
        { """{"spec":{"type":"http","request":{"method":"GET","url":"https://a.example/{id}"},"inputSchema":{"type":"object","properties":{"id":{"type":"array"}},"required":["id"]}}}""", "spec.request.url", "must be of type" },
        { """{"spec":{"type":"http","request":{"method":"GET","url":"https://a.example/x","arguments":"body"}}}""", "spec.request.arguments", "not for GET" },
        { """{"spec":{"type":"http","request":{"method":"GET","url":"https://a.example/x","headers":{"authorization":"Bearer PASTED"}}}}""", "spec.request.headers.authorization", "carries a credential" },
        { """{"spec":{"type":"http","request":{"method":"GET","url":"https://a.example/x","headers":{"idempotency-key":"x"}}}}""", "spec.request.headers", "set by the gateway" },
        { $$$$$$"""{"spec":{ {{{{{{Get}}}}}},"inputSchema":{"properties":{}}}}""", "spec.inputSchema.type", "is required" },
        { $$$$$$"""{"spec":{ {{{{{{Get}}}}}},"inputSchema":{"type":"string"}}}""", "spec.inputSchema.type", "must be object" },
        { $$$$$$"""{"spec":{ {{{{{{Get}}}}}},"inputSchema":{"type":"object","properties":{"a":{"type":"text"}}}}}""", "spec.inputSchema.properties.a.type", "must be one of" },
        { $$$$$$"""{"spec":{ {{{{{{Get}}}}}},"inputSchema":{"type":"object","properties":{"a":{"type":"string","patern":"x"}}}}}""", "spec.inputSchema.properties.a.patern", "did you mean 'pattern'" },
        { $$$$$$"""{"spec":{ {{{{{{Get}}}}}},"inputSchema":{"type":"object","properties":{"a":{"type":"string","pattern":"(?=x)"}}}}}""", "spec.inputSchema.properties.a.pattern", "look-around" },
        { $$$$$$"""{"spec":{ {{{{{{Get}}}}}},"inputSchema":{"type":"object","anyOf":[]}}}""", "spec.inputSchema.anyOf", "not supported" },
        { $$$$$$"""{"spec":{ {{{{{{Get}}}}}},"inputSchema":{"type":"object","properties":{},"required":["a"]}}}""", "spec.inputSchema.required[0]", "declare it under properties" },
        { $$$$$$"""{"spec":{ {{{{{{Get}}}}}},"inputSchema":{"type":"object","properties":{"a":{"type":"array","uniqueItems":true} } }}}""", "spec.inputSchema.properties.a.uniqueItems", "maxItems" },
        { $$$$$$"""{"spec":{ {{{{{{Get}}}}}},"inputSchema":{"type":"object","properties":{"a":{"type":"integer","minimum":1.5} } }}}""", "spec.inputSchema.properties.a.minimum", "whole number" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Put_Malformed_Is400WithPathAndCure(string body, string path, string cure)
    {
        await using var app = await ControlApp.StartAsync();

        await MalformedResource.CheckAsync(app, "tools", body, path, cure);
    }

    [Theory]
    [InlineData("agents", """{"spec":{"tools":["gone"]}}""", "spec.tools[0]")]
    [InlineData("quotas", """{"spec":{"scope":"tools/gone","unit":"requests","window":"day","amount":"1"}}""", "spec.scope")]
    public async Task Put_NamesAToolThatIsNotThere_Is400(string kind, string body, string path)
    {
        await using var app = await ControlApp.StartAsync();

        await MalformedResource.CheckAsync(app, kind, body, path, "create it first");
    }
}
