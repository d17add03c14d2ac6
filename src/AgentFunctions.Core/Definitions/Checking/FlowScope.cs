using AgentFunctions.Core.Expressions;
using AgentFunctions.Core.Expressions.Checking;

namespace AgentFunctions.Core.Definitions.Checking;

/// <summary>What expressions can see at one place of a definition. A copy is as cheap as what it changes.</summary>
internal sealed class FlowScope
{
    private readonly FlowIndex _index;
    private readonly Dictionary<string, ValueShape> _roots;
    private readonly Dictionary<string, ValueShape> _steps;
    private readonly Dictionary<string, ValueShape> _vars;

    // Most places hold many expressions; both are made once for all of them.
    private IReadOnlyDictionary<string, ValueShape>? _shapes;
    private IReadOnlyDictionary<string, ExpressionValue>? _samples;

    public FlowScope(FlowIndex index, ValueShape input)
        : this(index, new Dictionary<string, ValueShape>(StringComparer.Ordinal) { [Roots.Input] = input, [Roots.Run] = StepShapes.Run }, [], [])
    {
    }

    private FlowScope(FlowIndex index, Dictionary<string, ValueShape> roots, Dictionary<string, ValueShape> steps, Dictionary<string, ValueShape> vars)
    {
        _index = index;
        _roots = roots;
        _steps = steps;
        _vars = vars;
    }

    public FlowScope Copy() => new(_index, new(_roots, StringComparer.Ordinal), new(_steps, StringComparer.Ordinal), new(_vars, StringComparer.Ordinal));

    /// <summary>The same with one more name.</summary>
    public FlowScope With(string root, ValueShape shape)
    {
        var copy = Copy();
        copy._roots[root] = shape;
        return copy;
    }

    public void AddStep(string id, ValueShape output)
    {
        _steps[id] = StepShapes.Step(output);
        Forget();
    }

    /// <summary>A variable that was set before may still be that.</summary>
    public void AddVariable(string name, ValueShape shape)
    {
        _vars[name] = _vars.TryGetValue(name, out var before) ? ValueShape.Either(before, shape) : shape;
        Forget();
    }

    /// <summary>What may have happened on a path that ends here as well.</summary>
    public void Join(FlowScope other)
    {
        foreach (var (id, shape) in other._steps) _steps.TryAdd(id, shape);
        foreach (var (name, shape) in other._vars) AddVariable(name, shape);
        Forget();
    }

    public IReadOnlyDictionary<string, ValueShape> Shapes() => _shapes ??= new Dictionary<string, ValueShape>(_roots, StringComparer.Ordinal)
    {
        [Roots.Steps] = new() { Kinds = ShapeKinds.Map, Fields = new Dictionary<string, ValueShape>(_steps, StringComparer.Ordinal), Reasons = _index.Reasons(_steps) },
        [Roots.Vars] = new() { Kinds = ShapeKinds.Map, Fields = new Dictionary<string, ValueShape>(_vars, StringComparer.Ordinal), Reasons = _index.VariableReasons(_vars) },
    };

    /// <summary>A made-up environment of these shapes.</summary>
    public IReadOnlyDictionary<string, ExpressionValue> Samples() => _samples ??= Shapes().ToDictionary(static s => s.Key, static s => SampleValue.Of(s.Value), StringComparer.Ordinal);

    private void Forget()
    {
        _shapes = null;
        _samples = null;
    }
}
