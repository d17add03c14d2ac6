using System.Text;
using AgentFunctions.Core.Expressions.Parsing;

namespace AgentFunctions.Core.Expressions.Templates;

/// <summary>
/// A text with expressions in it: <c>Order ${input.order.id}</c>. One that is nothing but an expression has its value, of whatever kind; else values are written into the text: null as nothing, lists and objects as JSON.
/// <c>$${</c> stands for <c>${</c> itself.
/// </summary>
public sealed class TextTemplate
{
    private readonly IReadOnlyList<TemplatePart> _parts;

    private TextTemplate(string text, IReadOnlyList<TemplatePart> parts)
    {
        Text = text;
        _parts = parts;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>The expressions in it.</summary>
    public IEnumerable<Expression> Expressions => _parts.Where(static p => p.Expression is not null).Select(static p => p.Expression!);

    /// <summary>The expression whose value it has; null for a text.</summary>
    public Expression? Whole => _parts.Count == 1 ? _parts[0].Expression : null;

    /// <summary>The text where it holds no expression; null otherwise.</summary>
    public string? Literal => Expressions.Any() ? null : string.Concat(_parts.Select(static p => p.Text));

    /// <summary>The text that is nothing but an expression.</summary>
    public static TextTemplate Of(Expression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        return new TextTemplate($"${{{expression.Text}}}", [new TemplatePart(null, expression)]);
    }

    /// <summary>Reads a text; exactly one of the two is set.</summary>
    public static (TextTemplate? Template, ExpressionError? Error) Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isTemplate = text.Contains("${", StringComparison.Ordinal);
        if (isTemplate && text.Length > ExpressionLimits.MaxTextLength) return (null, new ExpressionError(0, $"a text with expressions has at most {ExpressionLimits.MaxTextLength} characters"));
        var parts = new List<TemplatePart>();
        var plain = new StringBuilder();
        var at = 0;
        while (isTemplate && text.IndexOf("${", at, StringComparison.Ordinal) is >= 0 and var open)
        {
            if (open > at && text[open - 1] == '$')
            {
                plain.Append(text, at, open - at - 1).Append("${");
                at = open + 2;
                continue;
            }

            plain.Append(text, at, open - at);
            var (root, error, end) = ExpressionParser.ParseEmbedded(text, open + 2);
            if (root is null) return (null, error);
            if (plain.Length > 0) parts.Add(new TemplatePart(plain.ToString(), null));
            plain.Clear();
            parts.Add(new TemplatePart(null, Expression.Of(text[(open + 2)..(end - 1)], root)));
            at = end;
        }

        plain.Append(text, at, text.Length - at);
        if (plain.Length > 0 || parts.Count == 0) parts.Add(new TemplatePart(plain.ToString(), null));
        return (new TextTemplate(text, parts), null);
    }

    /// <summary>Its value, or why there is none.</summary>
    public ExpressionOutcome Render(IReadOnlyDictionary<string, ExpressionValue> environment)
    {
        if (Whole is { } whole) return whole.Evaluate(environment);
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            if (part.Expression is null)
            {
                text.Append(part.Text);
                continue;
            }

            var outcome = part.Expression.Evaluate(environment);
            if (outcome.Value is null) return outcome;
            if (ValueText.Append(text, outcome.Value, part.Expression.Root.Position) is { } failure) return failure;
        }

        return ExpressionValue.Of(text.ToString());
    }
}
