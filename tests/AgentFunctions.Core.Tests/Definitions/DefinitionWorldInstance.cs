using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources.Sets;
using AgentFunctions.Core.Tests.Resources;

namespace AgentFunctions.Core.Tests.Definitions;

/// <summary>A tenant with agents, tools and workflows to be named.</summary>
internal static class DefinitionWorldInstance
{
    private const string OrderTool = """{"type":"http","request":{"method":"GET","url":"https://orders.example/orders/{id}"},"inputSchema":{"type":"object","properties":{"id":{"type":"string"},"state":{"type":"string","enum":["open","closed"]},"limit":{"type":"integer"}},"required":["id"]}}""";

    public static async Task<ControlInstance> CreateAsync()
    {
        var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("teams", "support", """{"displayName":"Support","models":["*"]}""");
        await instance.PutAsync("teams", "billing", """{"displayName":"Billing","models":["*"]}""");
        await instance.PutAsync("tools", "orders.get", OrderTool);
        await instance.PutAsync("tools", "orders.refund", OrderTool.Replace("GET", "POST", StringComparison.Ordinal));
        await instance.PutAsync("agents", "triage", """{"tools":["orders.get"],"output":{"type":"object","properties":{"label":{"type":"string","enum":["refund","question"]},"score":{"type":"number"}},"required":["label"]}}""");
        await instance.PutAsync("agents", "helper", """{"team":"support","tools":["orders.*"]}""");
        await instance.PutAsync("agents", "taker", """{"context":{"handoff":{"type":"object","properties":{"order":{"type":"string"}},"required":["order"]}}}""");
        await instance.PutAsync("agents", "clerk", """{"team":"billing"}""");
        await instance.PutAsync("workflows", "small", """{"input":{"type":"object","properties":{"n":{"type":"number"}},"required":["n"]},"steps":[{"id":"s","type":"set","values":{"n":"${input.n}"}}],"outputSchema":{"type":"object","properties":{"n":{"type":"number"}}}}""");
        return instance;
    }

    /// <summary>What a PUT finds wrong.</summary>
    public static async Task<IReadOnlyList<FieldError>> FindingsAsync(string spec, string id = "w")
    {
        await using var instance = await CreateAsync();
        var outcome = await instance.TryPutAsync("workflows", id, spec);
        return outcome.Error is { } error ? error.Details : [];
    }

    public static string Spec(string steps, string more = "") => $$$"""
        {"agent":"triage","input":{"type":"object","properties":{"order":{"type":"object","properties":{"id":{"type":"string"},"total":{"type":"number"},"kind":{"type":"string","enum":["a","b"]}},"required":["id"]},"list":{"type":"array","items":{"type":"string"}},"flag":{"type":"boolean"}},"required":["order"]},
        "steps":[{{{steps}}}]{{{more}}}}
        """;
}
