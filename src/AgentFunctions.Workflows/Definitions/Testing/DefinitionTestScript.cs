using System.Text.Json;
using AgentFunctions.Workflows.Definitions.Running;

namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>What a trial of a definition is given in place of models, tools, people and time. Answers are taken in order.</summary>
public sealed class DefinitionTestScript
{
    private static readonly DateTimeOffset DefaultClock = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<string, Queue<JsonElement>> _answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _people = new(StringComparer.Ordinal);
    private readonly HashSet<string> _heard = new(StringComparer.Ordinal);

    private DefinitionTestScript(JsonElement input, DateTimeOffset clock)
    {
        Input = input;
        Clock = clock;
    }

    public JsonElement Input { get; }

    /// <summary>When the run begins.</summary>
    public DateTimeOffset Clock { get; }

    /// <summary>What is to come of it; null: that it succeeds.</summary>
    internal DefinitionTestExpectations? Expected { get; private set; }

    /// <summary>Events for the run: name, what it carries, when it comes.</summary>
    internal List<(string Name, JsonElement Data, TimeSpan At)> Events { get; } = [];

    /// <summary>Reads a request that fits its schema.</summary>
    public static DefinitionTestScript Read(JsonElement request)
    {
        var clock = request.TryGetProperty("clock", out var at) && at.TryGetDateTimeOffset(out var time) ? time.ToUniversalTime() : DefaultClock;
        var script = new DefinitionTestScript(request.TryGetProperty("input", out var input) ? input : EnvironmentJson.Null, clock);
        if (request.TryGetProperty("expect", out var expected)) script.Expected = DefinitionTestExpectations.Read(expected);
        if (request.TryGetProperty("model", out var model)) script._answers["model"] = new Queue<JsonElement>(model.EnumerateArray());
        foreach (var kind in (ReadOnlySpan<string>)["agents", "tools", "workflows"])
        {
            if (!request.TryGetProperty(kind, out var named)) continue;
            foreach (var one in named.EnumerateObject()) script._answers[$"{kind}/{one.Name}"] = new Queue<JsonElement>(one.Value.EnumerateArray());
        }

        foreach (var kind in (ReadOnlySpan<string>)["approvals", "asks"])
        {
            if (!request.TryGetProperty(kind, out var named)) continue;
            foreach (var one in named.EnumerateObject()) script._people[$"{kind}/{one.Name}"] = one.Value;
        }

        if (request.TryGetProperty("events", out var events))
        {
            foreach (var one in events.EnumerateArray())
            {
                script.Events.Add((
                    one.GetProperty("name").GetString()!,
                    one.TryGetProperty("data", out var data) ? data : EnvironmentJson.Null,
                    one.TryGetProperty("at", out var offset) && TimeSpan.TryParse(offset.GetString(), System.Globalization.CultureInfo.InvariantCulture, out var span) ? span : TimeSpan.Zero));
            }
        }

        return script;
    }

    /// <summary>The next answer of a tool, agent or workflow; agents without a script of their own take the model's. null: there is none.</summary>
    internal JsonElement? Next(string kind, string id)
    {
        if (_answers.TryGetValue($"{kind}/{id}", out var own)) return own.TryDequeue(out var answer) ? answer : null;
        return kind == "agents" && _answers.TryGetValue("model", out var model) && model.TryDequeue(out var said) ? said : null;
    }

    /// <summary>What people say at a step: the same each time; null: nobody says anything.</summary>
    internal JsonElement? People(string kind, string stepId)
    {
        _heard.Add($"{kind}/{stepId}");
        return _people.TryGetValue($"{kind}/{stepId}", out var answer) ? answer : null;
    }

    /// <summary>Whether it says what people decide at a step.</summary>
    internal bool HasDecision(string stepId) => _people.ContainsKey($"approvals/{stepId}");

    /// <summary>What was never taken, and how often.</summary>
    internal IEnumerable<(string Name, int Count)> Unused() =>
        _answers.Where(static a => a.Value.Count > 0).Select(static a => (a.Key, a.Value.Count))
            .Concat(_people.Keys.Where(key => !_heard.Contains(key)).Select(static key => (key, 1)))
            .OrderBy(static u => u.Item1, StringComparer.Ordinal);
}
