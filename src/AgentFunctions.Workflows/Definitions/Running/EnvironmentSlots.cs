using System.Text.Json;
using AgentFunctions.Core.Definitions.Checking;
using AgentFunctions.Core.Expressions;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>Collects what expressions look at: input, outputs of steps, variables, the entry of a list.</summary>
internal sealed class EnvironmentSlots(DefinitionState state, JsonElement? run, Func<JsonElement> input, Action<JsonElement> setInput)
{
    /// <summary>A reference is not shorter than this.</summary>
    private const int WorthStowing = 200;

    private readonly SortedDictionary<string, ValueSlot> _roots = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (string Status, ValueSlot? Output)> _steps = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ValueSlot> _vars = new(StringComparer.Ordinal);
    private bool _hasSteps;
    private bool _hasVars;

    public int Size => Slots().Sum(static s => EnvironmentJson.SizeOf(s.Value));

    public void Collect(IReadOnlyList<(string Root, string? Name)> names, RunFrame frame, JsonElement? @event)
    {
        foreach (var (root, name) in names)
        {
            switch (root)
            {
                case Roots.Input: _roots[root] = new ValueSlot(input(), Change(root, setInput)); break;
                case Roots.Run when run is { } known: _roots[root] = Fixed(known); break;
                case Roots.Event when @event is { } received: _roots[root] = new ValueSlot(received, Change(root, static _ => { })); break;
                case Roots.Error when frame.Chain().FirstOrDefault(static f => f.Error is not null) is { } failed: _roots[root] = new ValueSlot(ErrorJson(failed.Error!, failed.FailedStep), Change(root, static _ => { })); break;
                case Roots.Loop when frame.Chain().FirstOrDefault(static f => f.Index is not null) is { } loop: _roots[root] = Fixed(EnvironmentJson.Write(new Dictionary<string, JsonElement> { ["index"] = EnvironmentJson.Number(loop.Index!.Value) })); break;
                case Roots.Steps: CollectSteps(name, frame); break;
                case Roots.Vars: CollectVars(name); break;
                default:
                    if (frame.Chain().FirstOrDefault(f => f.ItemName == root && f.Item is not null) is { } entry) _roots[root] = new ValueSlot(entry.Item!.Value, Change(root, value => entry.Item = value));
                    break;
            }
        }
    }

    public ValueSlot? Largest() => Largest(Slots());

    public static ValueSlot? LargestOf(DefinitionState state) => Largest(
        state.Memo.Values.SelectMany(static memo => (ValueSlot?[])[Slot(memo.Output, v => memo.Output = v), Slot(memo.List, v => memo.List = v), Slot(memo.Collected, v => memo.Collected = v)]).OfType<ValueSlot>()
            .Concat(state.Vars.ToList().Select(v => new ValueSlot(v.Value, value => state.Vars[v.Key] = value))));

    public JsonElement ToJson() => EnvironmentJson.Make(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, slot) in _roots) Property(writer, name, slot.Value);
        if (_hasSteps)
        {
            writer.WriteStartObject(Roots.Steps);
            foreach (var (id, (status, output)) in _steps)
            {
                writer.WriteStartObject(id);
                writer.WriteString("status", status);
                if (output is not null) Property(writer, "output", output.Value);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        if (_hasVars)
        {
            writer.WriteStartObject(Roots.Vars);
            foreach (var (name, slot) in _vars) Property(writer, name, slot.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    });

    public static bool HasReferences(JsonElement environment) => Places(environment).Any(static place => PayloadReferences.Find(place) is not null);

    public static IReadOnlyDictionary<string, ExpressionValue> ToValues(JsonElement environment) => environment.EnumerateObject().ToDictionary(static p => p.Name, static p => ExpressionValue.Of(p.Value), StringComparer.Ordinal);

    public static JsonElement ErrorJson(RunFault fault, string? step) => EnvironmentJson.Make(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("code", fault.Code);
        writer.WriteString("message", fault.Message);
        writer.WriteString("step", step);
        writer.WriteEndObject();
    });

    /// <summary>Where references may stand.</summary>
    private static IEnumerable<JsonElement> Places(JsonElement environment)
    {
        foreach (var root in environment.EnumerateObject())
        {
            if (root.Name == Roots.Steps) foreach (var step in root.Value.EnumerateObject()) { if (step.Value.TryGetProperty("output", out var output)) yield return output; }
            else if (root.Name == Roots.Vars) foreach (var variable in root.Value.EnumerateObject()) yield return variable.Value;
            else yield return root.Value;
        }
    }

    private void CollectSteps(string? name, RunFrame frame)
    {
        _hasSteps = true;
        foreach (var scope in frame.Chain().Reverse())
        {
            foreach (var (key, memo) in state.Memo)
            {
                if (memo.Status is null || !key.StartsWith(scope.Prefix, StringComparison.Ordinal)) continue;
                var id = key[scope.Prefix.Length..];
                if (id.Contains('[', StringComparison.Ordinal) || (name is not null && id != name)) continue;
                _steps[id] = (memo.Status, memo.Output is { } output ? new ValueSlot(output, value => { memo.Output = value; _steps[id] = (memo.Status, Fixed(value)); }) : null);
            }
        }
    }

    private void CollectVars(string? name)
    {
        _hasVars = true;
        foreach (var (key, value) in state.Vars.ToList())
        {
            if (name is null || key == name) _vars[key] = new ValueSlot(value, changed => { state.Vars[key] = changed; _vars[key] = Fixed(changed); });
        }
    }

    private IEnumerable<ValueSlot> Slots() => _roots.Values.Concat(_steps.Values.Select(static s => s.Output).OfType<ValueSlot>()).Concat(_vars.Values);

    private Action<JsonElement> Change(string root, Action<JsonElement> write) => value =>
    {
        write(value);
        _roots[root] = Fixed(value);
    };

    private static ValueSlot? Largest(IEnumerable<ValueSlot> slots) =>
        slots.Where(static s => EnvironmentJson.SizeOf(s.Value) > WorthStowing && PayloadReferences.Find(s.Value) is null).MaxBy(static s => EnvironmentJson.SizeOf(s.Value));

    private static ValueSlot? Slot(JsonElement? value, Action<JsonElement> write) => value is { } held ? new ValueSlot(held, write) : null;

    private static ValueSlot Fixed(JsonElement value) => new(value, static _ => { });

    private static void Property(Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        value.WriteTo(writer);
    }
}
