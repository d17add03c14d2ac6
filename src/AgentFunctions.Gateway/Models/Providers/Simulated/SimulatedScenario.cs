using System.Text.Json;

namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>
/// A conversation that is written down: what the model says and calls, turn by turn. From a block in the request's own text, or shipped with the host under the name that a word of the deployment has. docs/simulated.md has the form.
/// </summary>
internal sealed class SimulatedScenario
{
    private const string Fence = "```simulate";
    private static readonly Dictionary<string, Lazy<SimulatedScenario?>> Shipped = new(StringComparer.Ordinal) { ["triage"] = new(static () => Load("triage")) };

    private readonly JsonElement _root;
    private readonly JsonElement _turns;

    private SimulatedScenario(JsonElement root, JsonElement turns) => (_root, _turns) = (root, turns);

    /// <summary>Counts the turns of the whole conversation; otherwise those after the last question.</summary>
    private bool IsAcross => _root.TryGetProperty("across", out var across) && across.ValueKind == JsonValueKind.True;

    /// <summary>Begins again after its last turn.</summary>
    private bool IsEndless => _root.TryGetProperty("repeat", out var repeat) && repeat.ValueKind == JsonValueKind.True;

    /// <summary>The scenario of a request; null: it is answered as any other.</summary>
    public static SimulatedScenario? Find(SimulatedConversation conversation, string deployment)
    {
        foreach (var text in conversation.Openings)
        {
            var start = text.IndexOf(Fence, StringComparison.Ordinal);
            if (start < 0) continue;
            var end = text.IndexOf("```", start + Fence.Length, StringComparison.Ordinal);
            if (end > 0 && Parse(text[(start + Fence.Length)..end]) is { } written) return written;
        }

        foreach (var word in deployment.Split('-', '/', ':'))
            if (Shipped.TryGetValue(word, out var shipped)) return shipped.Value;
        return null;
    }

    /// <summary>The turn that is due; null where the scenario is over.</summary>
    public JsonElement? Turn(SimulatedConversation conversation)
    {
        var due = IsAcross ? conversation.Turns : conversation.TurnsSinceQuestion;
        var count = _turns.GetArrayLength();
        if (IsEndless) due %= count;
        for (var i = due; i < count; i++)
            if (Applies(_turns[i], conversation)) return _turns[i];
        return null;
    }

    // A turn with a condition that does not hold is passed over.
    private static bool Applies(JsonElement turn, SimulatedConversation conversation)
    {
        if (!turn.TryGetProperty("when", out var when) || when.ValueKind != JsonValueKind.Object) return true;
        if (when.TryGetProperty("match", out var pattern) && SimulatedTemplate.Match(pattern.ToString(), conversation.Question) is null) return false;
        if (!when.TryGetProperty("result", out var result)) return true;
        return conversation.Result(result.ToString()) is { ValueKind: JsonValueKind.Object } found && when.TryGetProperty("has", out var has) && found.TryGetProperty(has.ToString(), out _);
    }

    private static SimulatedScenario? Load(string name)
    {
        using var stream = typeof(SimulatedScenario).Assembly.GetManifestResourceStream($"{typeof(SimulatedScenario).Namespace}.Scenarios.{name}.json")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    private static SimulatedScenario? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement.Clone();
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("turns", out var turns) && turns.ValueKind == JsonValueKind.Array && turns.GetArrayLength() > 0 && turns.EnumerateArray().All(static turn => turn.ValueKind == JsonValueKind.Object)
                ? new SimulatedScenario(root, turns)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
