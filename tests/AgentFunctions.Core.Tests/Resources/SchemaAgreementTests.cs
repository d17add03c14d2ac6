using System.Text;
using System.Text.Json.Nodes;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;
using NJsonSchema;

namespace AgentFunctions.Core.Tests.Resources;

/// <summary>The published schemas mean to others what they mean to us: a full validator agrees on every value, right or wrong.</summary>
public sealed class SchemaAgreementTests
{
    private static readonly Dictionary<string, string> Samples = new()
    {
        ["providers"] = """{"type":"openai","endpoint":"https://a.example/v1","credential":{"secretRef":"a-b"},"headers":{"x-a":"b"},"apiVersion":"2024-10-21","allowInsecure":false}""",
        ["prices"] = """{"match":"gpt-*","input":"0.15","cachedInput":"0.07","output":"0.6","perRequest":"0.01","tiers":[{"aboveInputTokens":200000,"input":"0.3"}],"effectiveFrom":"2026-01-01T00:00:00Z","source":"https://a"}""",
        ["models"] = """{"targets":[{"provider":"p","deployment":"d","price":"x","weight":2,"priority":1,"outputLimitField":"max_tokens","encoding":"o200k_base"}],"strategy":"weighted","timeouts":{"connect":"00:00:05"},"retry":{"attempts":3},"breaker":{"failures":5,"window":"00:00:30"},"maxOutputTokens":5000,"defaultOutputTokens":4096,"maxInputTokens":128000,"mediaTokens":2000,"hostedToolTokens":50000,"incrementalHold":{"tokens":400,"reserveTokens":100}}""",
        ["agents"] = """{"team":"t","owner":"o","sponsor":"s@example.com","models":["a","b-*","*"],"tools":["t"],"instructions":"i","userInput":"untrusted","hostedTools":["web_search"],"contentHosts":["*.example.com"],"context":{"budgetTokens":8000,"slots":{"brief":{"schema":{"type":"object"},"budgetTokens":500,"pinned":true,"read":["b"],"write":["c"]}},"compression":{"enabled":true,"layers":["condense","logs"],"summary":{"model":"a","maxTokens":200}},"handoff":{"type":"string"}},"memory":{"embeddings":"a","extraction":{"model":"a","maxTokens":500},"recall":{"top":3,"minIntegrity":"trusted"}},"limits":{"steps":5,"deadline":"1.00:00:00"}}""",
        ["tools"] = """{"type":"http","description":"d","inputSchema":{"type":"object"},"request":{"method":"POST","url":"https://a.example/x","headers":{"x-a":"b"},"arguments":"body"},"builtin":"time.now","credential":{"secretRef":"a-b","header":"x-api-key"},"sideEffect":"irreversible","idempotent":true,"returns":{"integrity":"untrusted","confidentiality":"public","fields":["id","total"]},"accepts":{"confidentiality":"internal"},"timeout":"00:00:30","maxResponseBytes":2048,"approval":{"required":"always","approvers":["principals/ann","groups/ops"],"count":2,"expires":"1.00:00:00","remind":"01:00:00"},"allowInsecure":false}""",
        ["tenants"] = """{"displayName":"Contoso","timeZone":"Europe/Berlin"}""",
        ["teams"] = """{"displayName":"Support","costCentre":"cc-1","contacts":["a@example.com"],"models":["a","b-*","*"]}""",
        ["principals"] = """{"type":"operator","groups":["finance","on-call"],"grants":[{"scopes":["resources:read","keys:write"],"team":"t"},{"scopes":["usage:read"]}]}""",
        ["notifications"] = """{"channel":"smtp","to":"a@example.com","events":["key.*","*"],"team":"t","minSeverity":"warning","secretRef":"a-b","smtp":{"host":"mail.example.com","port":587,"from":"b@example.com","username":"u","security":"starttls","allowInsecure":false}}""",
        ["quotas"] = """{"scope":"agents/batch-*","unit":"usd","window":"day","amount":"5.00","mode":"shadow","temporary":{"amount":"10","until":"2026-01-01T00:00:00Z","reason":"r"},"description":"d"}""",
        ["workflows"] = """{"description":"d","team":"t","agent":"a","input":{"type":"object"},"steps":[{"id":"a","type":"tool","tool":"t","arguments":{"x":"${input}"},"if":"true","timeout":"00:01:00","retry":{"attempts":2,"firstInterval":"00:00:01","backoff":2,"maxInterval":"00:01:00"},"compensate":[{"id":"u","type":"set","values":{}}]},{"id":"p","type":"parallel","branches":{"l":[{"id":"b","type":"ask","prompt":"p","schema":{},"approvers":["groups/g"]}]},"join":"count","count":1},{"id":"s","type":"switch","cases":[{"when":"true","steps":[{"id":"c","type":"end","output":1}]}],"default":[{"id":"d","type":"wait","event":"e"}]}],"output":[1,"x"],"outputSchema":{},"limits":{"steps":5,"deadline":"1.00:00:00","budget":"0.50","depth":2}}""",
        ["subscriptions"] = """{"description":"d","team":"t","topic":"orders.*","filters":[{"exact":{"type":"a"}},{"any":[{"prefix":{"source":"/x"}},{"not":{"suffix":{"subject":"y"}}}]},{"all":[{"exact":{"a":"b"}}]}],"filter":"event.data.n > 1","start":"agents/a","signal":{"run":"${event.data.run}","event":"paid"},"input":{"n":"${event.data.n}"},"schedule":{"cron":"0 9 * * *","timeZone":"Europe/Berlin","missed":"all","maxMissed":5,"overlap":"queueOne"},"webhook":{"secretRef":"s","scheme":"hmac","header":"x-sig","prefix":"v=","encoding":"base64","timestampHeader":"x-time","tolerance":"00:05:00","type":"t","subject":"s","id":"i"},"retry":{"attempts":3}}""",
        ["keys"] = """{"agent":"demo","expiresAt":"2026-01-01T00:00:00+01:00","models":["a","b-*"],"sources":["10.0.0.0/8"]}""",
    };

    private static readonly string[] Strangers =
        ["null", "true", "0", "-1", "1.5", "99999999999", "\"\"", "\"x\"", "\"X Y\"", "\"*\"", "\"a*\"", "\"00:00:01\"", "\"25:00:00\"", "\"1.0\"", "[]", "[\"a\"]", "[\"a\",\"a\"]", "[1]", "{}", "{\"a\":\"b\"}"];

    public static TheoryData<string> Kinds => [.. ResourceKinds.All.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Validators_EveryMutationOfASample_Agree(string kindName)
    {
        var kind = ResourceKinds.Find(kindName)!;
        var theirs = await JsonSchema.FromJsonAsync(Encoding.UTF8.GetString(kind.SchemaJson.Span));
        var count = 0;
        var rejected = 0;
        foreach (var body in Mutations($$"""{"apiVersion":"agentfunctions/v1","kind":"{{kindName}}","id":"x","spec":""" + Samples[kindName] + "}"))
        {
            var findings = new Findings();
            var value = JsonInspector.Parse(Encoding.UTF8.GetBytes(body), findings)!.Value;
            SchemaValidator.Validate(value, kind.Schema.Root, "", findings);
            var accepted = theirs.Validate(body).Count == 0;
            Assert.True(accepted != findings.Any, $"{body}: the full validator {(accepted ? "accepts" : "refuses")} it, ours said {string.Join("; ", findings.Items)}");
            count++;
            if (!accepted) rejected++;
        }

        Assert.True(count > 100 && rejected > 50 && rejected < count, $"{count} values, {rejected} wrong: the comparison is not worth much");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Schema_EveryObject_RefusesUnknownFields(string kindName) =>
        AssertClosed(JsonNode.Parse(ResourceKinds.Find(kindName)!.SchemaJson.Span)!, kindName);

    /// <summary>The sample itself, and every place in it removed, replaced by each stranger, or with an unknown field beside it.</summary>
    private static IEnumerable<string> Mutations(string sample)
    {
        yield return sample;
        var places = Places(JsonNode.Parse(sample)!, []).ToList();
        foreach (var place in places)
        {
            foreach (var stranger in Strangers) yield return Mutate(sample, place, parent => Replace(parent, place[^1], JsonNode.Parse(stranger)));
            yield return Mutate(sample, place, parent => Remove(parent, place[^1]));
            yield return Mutate(sample, place, parent => (parent as JsonObject)?.Add("unknownField", 1));
        }
    }

    private static IEnumerable<object[]> Places(JsonNode node, object[] path)
    {
        if (path.Length > 0) yield return path;
        var children = node switch
        {
            JsonObject fields => fields.Select(f => ((object)f.Key, f.Value)),
            JsonArray items => items.Select((i, n) => ((object)n, i)),
            _ => [],
        };
        foreach (var (step, child) in children)
        {
            if (child is null) continue;
            foreach (var place in Places(child, [.. path, step])) yield return place;
        }
    }

    private static string Mutate(string sample, object[] place, Action<JsonNode> change)
    {
        var root = JsonNode.Parse(sample)!;
        var parent = place[..^1].Aggregate(root, (n, step) => step is string name ? n[name]! : n[(int)step]!);
        change(parent);
        return root.ToJsonString();
    }

    private static void Replace(JsonNode parent, object step, JsonNode? value)
    {
        if (step is string name) parent[name] = value;
        else parent[(int)step] = value;
    }

    private static void Remove(JsonNode parent, object step)
    {
        if (step is string name) parent.AsObject().Remove(name);
        else parent.AsArray().RemoveAt((int)step);
    }

    private static void AssertClosed(JsonNode node, string path)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items.OfType<JsonNode>()) AssertClosed(item, path + "[]");
        }
        else if (node is JsonObject fields)
        {
            if (fields.ContainsKey("properties")) Assert.True(fields["additionalProperties"]?.GetValueKind() == System.Text.Json.JsonValueKind.False, $"{path} must set additionalProperties to false");
            foreach (var (name, child) in fields)
            {
                if (child is not null) AssertClosed(child, $"{path}.{name}");
            }
        }
    }
}
