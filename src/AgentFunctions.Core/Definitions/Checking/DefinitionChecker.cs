using AgentFunctions.Core.Expressions.Checking;
using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Definitions.Checking;

/// <summary>
/// Walks a definition as a run would, on every path: expressions see only what can have happened before them, arguments must be able to fit, and what can never be reached is reported. Each expression is also tried once on a
/// sample made of the input's schema, with stand-ins for what steps answer.
/// </summary>
public sealed class DefinitionChecker
{
    private readonly FlowFindings _found;
    private readonly FlowIndex _index;
    private readonly LeafChecker _leaves;
    private int _inParallel;

    private DefinitionChecker(Definition definition, DefinitionWorld world, FlowFindings found)
    {
        _found = found;
        _index = new FlowIndex(definition);
        _leaves = new LeafChecker(definition, world, found);
    }

    /// <param name="definition">What to check.</param>
    /// <param name="world">What it can name.</param>
    /// <param name="findings">Where to report.</param>
    /// <param name="path">Where the spec stands.</param>
    public static void Check(Definition definition, DefinitionWorld world, Findings findings, string path = "spec")
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(world);
        var checker = new DefinitionChecker(definition, world, new FlowFindings(findings));
        var scope = new FlowScope(checker._index, SchemaShape.Of(definition.Input));
        var (last, ends) = checker.Sequence(definition.Steps, scope);
        if (ends && definition.Output is not null) findings.Add(path + ".output", "is never used: every path ends before the last step is over");
        var given = definition.Output is { } output && !ends ? checker._found.Json(output, path + ".output", scope) : ends ? ValueShape.Any : last;
        if (definition.OutputSchema is { } schema) checker._found.Fits(given, SchemaShape.Of(schema), definition.Output is null ? path + ".outputSchema" : path + ".output");
    }

    /// <summary>What the last step gives, and whether the run ends in it on every path.</summary>
    private (ValueShape Output, bool Ends) Sequence(IReadOnlyList<DefinitionStep> steps, FlowScope scope)
    {
        var output = new ValueShape { Kinds = ShapeKinds.Null };
        var ends = false;
        foreach (var step in steps)
        {
            if (ends) _found.Add(step.Path, "is never reached: the run ends before it on every path");
            var condition = step.If is { } when ? _found.Condition(when, step.Path + ".if", scope) : true;
            if (condition == false) _found.Add(step.Path + ".if", "is always false, so the step is never reached");
            (output, var endsHere) = Step(step, scope);
            ends |= endsHere && (step.If is null || condition == true);
            _index.Pass(step.Id);
            scope.AddStep(step.Id, step.If is null ? output : ValueShape.Either(output, new ValueShape { Kinds = ShapeKinds.Null }));
            if (step.Compensate.Count > 0) Isolated(() => Sequence(step.Compensate, scope.Copy()));
        }

        return (output, ends);
    }

    private (ValueShape Output, bool Ends) Step(DefinitionStep step, FlowScope scope)
    {
        switch (step)
        {
            case DefinitionStep.Parallel parallel: return Parallel(parallel, scope);
            case DefinitionStep.Switch choice: return Switch(choice, scope);
            case DefinitionStep.Loop loop: return Loop(loop, scope);
            case DefinitionStep.ForEach each: return ForEach(each, scope);
            case DefinitionStep.Try attempt: return Try(attempt, scope);
            case DefinitionStep.HandOff or DefinitionStep.End when _inParallel > 0:
                _found.Add(step.Path, $"cannot be in a branch, in the body of forEach, in finally or in compensate: {step.Type} ends the whole run");
                break;
        }

        return (_leaves.Check(step, scope), step is DefinitionStep.HandOff or DefinitionStep.End);
    }

    private (ValueShape Output, bool Ends) Parallel(DefinitionStep.Parallel parallel, FlowScope scope)
    {
        var ended = new List<FlowScope>();
        var outputs = new List<(string, ValueShape)>();
        foreach (var branch in parallel.Branches)
        {
            var inner = scope.Copy();
            outputs.Add((branch.Name, ValueShape.Either(Isolated(() => Sequence(branch.Steps, inner)).Output, new ValueShape { Kinds = ShapeKinds.Null })));
            ended.Add(inner);
        }

        foreach (var inner in ended) scope.Join(inner);
        return (StepShapes.Parallel(outputs), false);
    }

    private (ValueShape Output, bool Ends) Switch(DefinitionStep.Switch choice, FlowScope scope)
    {
        var ends = true;
        var isDecided = false;
        var ended = new List<FlowScope>();
        foreach (var (when, sequence) in choice.Cases)
        {
            var path = sequence.Path[..sequence.Path.LastIndexOf('.')] + ".when";
            var condition = _found.Condition(when, path, scope);
            if (isDecided) _found.Add(path, "is never reached: a case before it is always taken");
            else if (condition == false) _found.Add(path, "is always false, so the case is never taken");
            isDecided |= condition == true;
            ends &= Branch(sequence.Steps, scope, ended);
        }

        if (choice.Default is { } otherwise)
        {
            if (isDecided) _found.Add(otherwise.Path, "is never reached: a case before it is always taken");
            ends &= Branch(otherwise.Steps, scope, ended);
        }
        else
        {
            ends &= isDecided;
        }

        foreach (var inner in ended) scope.Join(inner);
        return (StepShapes.Switch(choice.Sequences().Select(static s => s.Name.Split('.')[0])), ends);
    }

    private bool Branch(IReadOnlyList<DefinitionStep> steps, FlowScope scope, List<FlowScope> ended)
    {
        var inner = scope.Copy();
        var ends = Sequence(steps, inner).Ends;
        if (!ends) ended.Add(inner);
        return ends;
    }

    /// <summary>From the second time on the body sees what it did before.</summary>
    private (ValueShape Output, bool Ends) Loop(DefinitionStep.Loop loop, FlowScope scope)
    {
        var inner = scope.With(Roots.Loop, StepShapes.Loop);
        var body = loop.Body.Steps.SelectMany(static s => s.WithInner()).ToList();
        foreach (var step in body) inner.AddStep(step.Id, ValueShape.Any);
        foreach (var name in FlowIndex.VariablesOf(body)) inner.AddVariable(name, ValueShape.Any);
        if (_found.Condition(loop.While, loop.Path + ".while", inner) == false) _found.Add(loop.Path + ".while", "is always false, so the loop is never entered");
        var ends = Sequence(loop.Body.Steps, inner).Ends;
        if (ends) _found.Add(loop.Body.Path, "always end the run, so there is nothing to repeat");
        scope.Join(inner);
        return (StepShapes.While, false);
    }

    private (ValueShape Output, bool Ends) ForEach(DefinitionStep.ForEach each, FlowScope scope)
    {
        var list = _found.Value(each.Each, each.Path + ".each", scope);
        if (!list.Kinds.HasFlag(ShapeKinds.List)) _found.Add(each.Path + ".each", $"is {ShapeText.Of(list.Kinds)}, and a list is wanted");
        var inner = scope.With(Roots.Loop, StepShapes.Loop).With(each.As, list.Items ?? ValueShape.Any);
        Isolated(() => Sequence(each.Body.Steps, inner));
        var collected = each.Collect is null ? null : _found.Json(each.Collect, each.Path + ".collect", inner);
        return (StepShapes.ForEach(collected), false);
    }

    private (ValueShape Output, bool Ends) Try(DefinitionStep.Try attempt, FlowScope scope)
    {
        var body = scope.Copy();
        var ends = Sequence(attempt.Body.Steps, body).Ends;
        var failed = scope.Copy();
        failed.Join(body);
        if (attempt.Catch is { } caught)
        {
            failed = failed.With(Roots.Error, StepShapes.Error);
            ends &= Sequence(caught.Steps, failed).Ends;
        }

        scope.Join(body);
        scope.Join(failed);
        if (attempt.Finally is { } last) Isolated(() => Sequence(last.Steps, scope));
        return (StepShapes.Try, ends);
    }

    /// <summary>Where the run cannot be ended.</summary>
    private (ValueShape Output, bool Ends) Isolated(Func<(ValueShape Output, bool Ends)> walk)
    {
        _inParallel++;
        var result = walk();
        _inParallel--;
        return result;
    }
}
