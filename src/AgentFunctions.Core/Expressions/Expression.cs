using AgentFunctions.Core.Expressions.Evaluation;
using AgentFunctions.Core.Expressions.Parsing;

namespace AgentFunctions.Core.Expressions;

/// <summary>
/// A condition, filter or value in the one expression language (docs/expressions.md). Parsed and bounded when it is made; evaluating it never throws, never blocks and takes at most <see cref="ExpressionLimits.MaxSteps"/> steps.
/// Immutable and safe to share.
/// </summary>
public sealed class Expression
{
    private Expression(string text, ExpressionNode root)
    {
        Text = text;
        Root = root;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    internal ExpressionNode Root { get; }

    /// <summary>Reads an expression; exactly one of the two is set.</summary>
    public static (Expression? Expression, ExpressionError? Error) Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (root, error) = ExpressionParser.ParseWhole(text);
        return root is null ? (null, error) : (new Expression(text, root), null);
    }

    /// <summary>What it looks at: the first name of each path and, where a name follows, that one.</summary>
    public IEnumerable<(string Root, string? Name)> Names() => Paths().Select(static p => (p.Root, p.Segments is [{ Name: { } name }, ..] ? name : null)).Distinct();

    internal static Expression Of(string text, ExpressionNode root) => new(text, root);

    /// <summary>Its value, or why there is none.</summary>
    /// <param name="environment">What the first names of paths mean.</param>
    public ExpressionOutcome Evaluate(IReadOnlyDictionary<string, ExpressionValue> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return ExpressionEvaluator.Evaluate(Root, environment);
    }

    /// <summary>
    /// Its truth value. One that cannot be evaluated, or is neither true nor false, counts as <paramref name="onFailure"/>: true where the condition denies or asks for approval, false where it allows, so that a failure is never
    /// the way around a rule.
    /// </summary>
    public bool EvaluateCondition(IReadOnlyDictionary<string, ExpressionValue> environment, bool onFailure) => Evaluate(environment).Value?.AsBoolean() ?? onFailure;

    /// <summary>Its value where it depends on nothing; null otherwise.</summary>
    internal ExpressionValue? Constant() => PathFinder.Find(Root).Count > 0 ? null : ExpressionEvaluator.Evaluate(Root, EmptyEnvironment.Instance).Value;

    /// <summary>The paths in it, in order.</summary>
    internal IReadOnlyList<ExpressionNode.Path> Paths() => PathFinder.Find(Root);

    /// <summary>The same expression in its one standard form.</summary>
    public override string ToString() => ExpressionPrinter.Print(Root);
}
