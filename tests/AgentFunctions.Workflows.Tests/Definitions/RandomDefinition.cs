using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>
/// Makes valid definitions from a seed, of every type of step. What they come to does not depend on which of two things at the same time is first, so that two engines must agree: <c>orders.find</c> is a tool that always fails,
/// <c>never</c> an event that does not come, and nobody decides anything.
/// </summary>
internal sealed class RandomDefinition(int seed)
{
    private readonly Random _random = new(seed);
    private int _steps;

    public JsonElement Make()
    {
        var steps = Sequence(3, canEnd: false);
        var names = steps.Select(static s => s!["id"]!.GetValue<string>()).ToList();
        if (_random.Next(4) == 0) steps.Add(Choice(2, canEnd: true));
        var spec = new JsonObject
        {
            ["agent"] = "triage",
            ["input"] = JsonNode.Parse("""{"type":"object","properties":{"n":{"type":"integer"},"list":{"type":"array","items":{"type":"integer"}},"flag":{"type":"boolean"}},"required":["n","list","flag"]}"""),
            ["steps"] = steps,
            ["output"] = new JsonObject(names.Select(static n => KeyValuePair.Create(n, (JsonNode?)$"${{steps.{n}.status}}"))),
        };
        return JsonSerializer.SerializeToElement(spec);
    }

    private JsonArray Sequence(int depth, bool canEnd)
    {
        var steps = new JsonArray();
        for (var left = _random.Next(1, 4); left > 0; left--) steps.Add(Step(depth, canEnd));
        return steps;
    }

    private JsonObject Step(int depth, bool canEnd)
    {
        var step = _random.Next(depth == 0 ? 8 : 14) switch
        {
            0 => Tool("orders.get"),
            1 => Tool(_random.Next(3) == 0 ? "orders.find" : "orders.get"),
            2 => New("agent", ("agent", "triage"), ("input", "n is ${input.n}")),
            3 => New("set", ("values", new JsonObject { ["v" + _random.Next(4)] = "${input.n + 1}" })),
            4 => New("timer", ("duration", $"00:0{_random.Next(1, 9)}:00")),
            5 => New("wait", ("event", "never"), ("timeout", "00:20:00"), ("onTimeout", _random.Next(5) == 0 ? "fail" : "continue")),
            6 => New(_random.Next(2) == 0 ? "approval" : "ask", ("expiresAfter", "00:30:00"), ("onDenied", "continue")),
            7 => New("workflow", ("workflow", "inner"), ("input", new JsonObject { ["n"] = "${input.n}" })),
            8 => Parallel(depth),
            9 => Choice(depth, canEnd),
            10 => New("loop", ("while", $"loop.index < {_random.Next(1, 4)}"), ("maxIterations", _random.Next(1, 4)), ("steps", Sequence(depth - 1, canEnd))),
            11 => ForEach(depth),
            _ => Try(depth, canEnd),
        };
        if (step["type"]!.GetValue<string>() is "approval") step["action"] = new JsonObject { ["n"] = "${input.n}" };
        if (step["type"]!.GetValue<string>() is "ask") (step["prompt"], step["schema"]) = ("n?", new JsonObject { ["type"] = "integer" });
        if (_random.Next(5) == 0) step["if"] = Pick("input.flag", "not input.flag", "input.n > 2", "size(input.list) == 3");
        return step;
    }

    private JsonObject Tool(string tool)
    {
        var step = New("tool", ("tool", tool), ("arguments", new JsonObject { ["id"] = "o-${input.n}" }));
        if (_random.Next(3) == 0) step["retry"] = new JsonObject { ["attempts"] = _random.Next(2, 4), ["firstInterval"] = "00:00:10" };
        if (_random.Next(3) == 0) step["compensate"] = new JsonArray(New("tool", ("tool", "refunds.cancel"), ("arguments", new JsonObject { ["id"] = step["id"]!.GetValue<string>() })));
        return step;
    }

    /// <summary>Joins that do not depend on who is first: all of them, whatever becomes of each.</summary>
    private JsonObject Parallel(int depth)
    {
        var branches = new JsonObject();
        for (var left = _random.Next(2, 4); left > 0; left--) branches[$"b{left}"] = Sequence(depth - 1, false);
        return New("parallel", ("join", "all"), ("onFailure", "continue"), ("branches", branches));
    }

    /// <summary>Where the first failure stops the others there is one at a time.</summary>
    private JsonObject ForEach(int depth)
    {
        var isOneByOne = _random.Next(2) == 0;
        return New(
            "forEach",
            ("each", "input.list"), ("as", $"entry{_steps}"), ("maxItems", 5), ("concurrency", isOneByOne ? 1 : _random.Next(2, 4)), ("onFailure", isOneByOne ? "fail" : "continue"), ("collect", "${loop.index}"), ("steps", Sequence(depth - 1, false)));
    }

    private JsonObject Choice(int depth, bool canEnd)
    {
        var step = New("switch", ("cases", new JsonArray(new JsonObject { ["when"] = Pick("input.flag", "input.n > 2", "input.n == 3"), ["steps"] = Sequence(depth - 1, canEnd) })), ("default", Sequence(depth - 1, canEnd)));
        if (canEnd && _random.Next(2) == 0) step["default"]!.AsArray().Add(_random.Next(2) == 0 ? New("handOff", ("agent", "triage"), ("input", "go on")) : New("end", (Pick("output", "error"), "over")));
        return step;
    }

    private JsonObject Try(int depth, bool canEnd)
    {
        var step = New("try", ("steps", Sequence(depth - 1, canEnd)), ("catch", Sequence(depth - 1, canEnd)));
        if (_random.Next(2) == 0) step["finally"] = Sequence(depth - 1, false);
        return step;
    }

    private JsonObject New(string type, params (string Name, JsonNode? Value)[] fields)
    {
        var step = new JsonObject { ["id"] = $"s{++_steps}", ["type"] = type };
        foreach (var (name, value) in fields) step[name] = value;
        return step;
    }

    private string Pick(params string[] from) => from[_random.Next(from.Length)];
}
