using AgentFunctions.Core.Expressions.Checking;

namespace AgentFunctions.Core.Definitions.Checking;

/// <summary>Every step and variable of a definition, and which were passed: to say why one cannot be used at a place.</summary>
internal sealed class FlowIndex
{
    private readonly IReadOnlyList<string> _ids;
    private readonly HashSet<string> _variables;
    private readonly HashSet<string> _passed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _inside = new(StringComparer.Ordinal);

    public FlowIndex(Definition definition)
    {
        var steps = definition.AllSteps().ToList();
        _ids = [.. steps.Select(static s => s.Id).Distinct(StringComparer.Ordinal)];
        _variables = [.. VariablesOf(steps)];
        foreach (var each in steps.OfType<DefinitionStep.ForEach>())
        {
            foreach (var inner in each.Body.Steps.SelectMany(static s => s.WithInner())) _inside[inner.Id] = each.Id;
        }
    }

    public static IEnumerable<string> VariablesOf(IEnumerable<DefinitionStep> steps) =>
        steps.OfType<DefinitionStep.Set>().Where(static s => s.Values.Json.ValueKind == System.Text.Json.JsonValueKind.Object).SelectMany(static s => s.Values.Json.EnumerateObject().Select(static p => p.Name));

    public void Pass(string id) => _passed.Add(id);

    public Dictionary<string, string> Reasons(Dictionary<string, ValueShape> visible) => _ids.Where(id => !visible.ContainsKey(id)).ToDictionary(static id => id, Reason, StringComparer.Ordinal);

    public Dictionary<string, string> VariableReasons(Dictionary<string, ValueShape> visible) =>
        _variables.Where(name => !visible.ContainsKey(name)).ToDictionary(static name => name, static _ => "cannot be set here yet: it is set later, or on another path", StringComparer.Ordinal);

    private string Reason(string id)
    {
        if (!_passed.Contains(id)) return "cannot have run here: it comes later";
        return _inside.TryGetValue(id, out var each) ? $"ran once for each entry of '{each}': use steps.{each}.output.items with collect" : "cannot have run here: it is on another path";
    }
}
