using AgentFunctions.Core.Definitions.Reading;
using AgentFunctions.Core.Expressions;
using AgentFunctions.Core.Expressions.Checking;
using AgentFunctions.Core.Expressions.Templates;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Definitions.Checking;

/// <summary>Checks expressions and templates at their place: against what is known there, and by one trial on a sample.</summary>
internal sealed class FlowFindings(Findings findings)
{
    public void Add(string path, string message) => findings.Add(path, message);

    /// <summary>Checks a condition; gives its value where that is always the same.</summary>
    public bool? Condition(Expression expression, string path, FlowScope scope)
    {
        var shapes = scope.Shapes();
        Report(path, ExpressionChecker.CheckCondition(expression, shapes));
        Try(expression, path, scope);
        return expression.Constant()?.AsBoolean();
    }

    public ValueShape Value(Expression expression, string path, FlowScope scope)
    {
        var shapes = scope.Shapes();
        var (shape, errors) = ExpressionChecker.Check(expression, shapes);
        Report(path, errors);
        Try(expression, path, scope);
        return shape;
    }

    public ValueShape Text(TextTemplate template, string path, FlowScope scope)
    {
        if (template.Whole is { } whole) return Value(whole, path, scope);
        foreach (var expression in template.Expressions) Value(expression, path, scope);
        return template.Literal is { } literal ? new ValueShape { Kinds = ShapeKinds.Text, Texts = [literal] } : ValueShape.Text;
    }

    /// <summary>A duration or time that an expression gives.</summary>
    public void Time(TextTemplate? template, string path, FlowScope scope, bool isDuration)
    {
        if (template is null || template.Literal is not null) return;
        var shape = Text(template, path, scope);
        if (!shape.Kinds.HasFlag(ShapeKinds.Text)) findings.Add(path, isDuration ? TimeTexts.NoDuration : TimeTexts.NoInstant);
        else if (template.Render(scope.Samples()).Value?.AsText() is { } sample && (isDuration ? TimeTexts.Duration(sample) is null : TimeTexts.Instant(sample) is null))
            findings.Add(path, "on a sample input it " + (isDuration ? TimeTexts.NoDuration : TimeTexts.NoInstant));
    }

    public ValueShape Json(JsonTemplate? template, string path, FlowScope scope)
    {
        if (template is null) return new ValueShape { Kinds = ShapeKinds.Null };
        var found = new Dictionary<string, ValueShape>(StringComparer.Ordinal);
        foreach (var placed in template.Texts) found[placed.Path] = Text(placed.Template, placed.Path, scope);
        return TemplateShape.Of(template.Json, path, found);
    }

    /// <summary>Whether what is given can fit what is wanted.</summary>
    public void Fits(ValueShape given, ValueShape wanted, string path)
    {
        if ((given.Kinds & wanted.Kinds) == 0)
        {
            findings.Add(path, $"is {ShapeText.Of(given.Kinds)}, and {ShapeText.Of(wanted.Kinds)} is wanted");
            return;
        }

        if (given.Kinds == ShapeKinds.Text && given.Texts is { } one && wanted.Kinds == ShapeKinds.Text && wanted.Texts is { } other && !one.Intersect(other, StringComparer.Ordinal).Any())
            findings.Add(path, $"is {ShapeText.Choices(one)}, and {ShapeText.Choices(other)} is wanted");
        if (given.Kinds == ShapeKinds.List && given.Items is { } items && wanted.Items is { } entries && wanted.Kinds == ShapeKinds.List) Fits(items, entries, path + "[]");
        if (given.Kinds != ShapeKinds.Map || wanted.Kinds != ShapeKinds.Map) return;
        foreach (var (name, shape) in given.Fields)
        {
            if ((wanted.Fields.GetValueOrDefault(name) ?? wanted.Others) is { } field) Fits(shape, field, JsonPath.Property(path, name));
            else findings.Add(JsonPath.Property(path, name), Spelling.UnknownField(name, [.. wanted.Fields.Keys]));
        }

        foreach (var name in wanted.Required.Where(name => !given.Fields.ContainsKey(name) && given.Others is null).Order(StringComparer.Ordinal)) findings.Add(JsonPath.Property(path, name), "is required");
    }

    private void Report(string path, IReadOnlyList<ExpressionError> errors)
    {
        foreach (var error in errors) findings.Add(path, error.ToString());
    }

    /// <summary>A path may be missing in a sample and a value unknown; everything else would fail in a run as well.</summary>
    private void Try(Expression expression, string path, FlowScope scope)
    {
        if (expression.Evaluate(scope.Samples()).Failure is { Reason: not (ExpressionFailureReason.MissingPath or ExpressionFailureReason.Unknown) } failure && !findings.Items.Any(f => f.Path == path))
            findings.Add(path, $"fails on a sample input, {failure}");
    }
}
