using System.Globalization;
using System.Text;

namespace AgentFunctions.Core.Expressions.Parsing;

/// <summary>Writes an expression in its one standard form; reading that gives the same expression.</summary>
internal static class ExpressionPrinter
{
    private enum Rank
    {
        Or,
        And,
        Compare,
        Sum,
        Unary,
        Primary,
    }

    public static string Print(ExpressionNode node)
    {
        var text = new StringBuilder();
        Write(text, node, Rank.Or);
        return text.ToString();
    }

    private static void Write(StringBuilder text, ExpressionNode node, Rank least)
    {
        var needsParentheses = RankOf(node) < least;
        if (needsParentheses) text.Append('(');
        switch (node)
        {
            case ExpressionNode.Literal literal:
                Literal(text, literal.Value);
                break;
            case ExpressionNode.ListOf list:
                Items(text.Append('['), list.Items).Append(']');
                break;
            case ExpressionNode.Path path:
                Path(text, path);
                break;
            case ExpressionNode.Not not:
                Write(text.Append('!'), not.Operand, Rank.Unary);
                break;
            case ExpressionNode.Negate negate:
                // A number right behind the sign would be read as a negative number.
                Write(text.Append('-'), negate.Operand, negate.Operand is ExpressionNode.Literal ? Rank.Primary + 1 : Rank.Unary);
                break;
            case ExpressionNode.Logical logical:
                Join(text, logical.Operands, logical.IsAnd ? " and " : " or ", logical.IsAnd ? Rank.Compare : Rank.And);
                break;
            case ExpressionNode.Compare compare:
                Binary(text, compare.Left, Sign(compare.Operator), compare.Right);
                break;
            case ExpressionNode.In contained:
                Binary(text, contained.Left, "in", contained.Right);
                break;
            case ExpressionNode.Sum sum:
                for (var i = 0; i < sum.Terms.Count; i++)
                {
                    if (i > 0) text.Append(sum.Terms[i].IsMinus ? " - " : " + ");
                    Write(text, sum.Terms[i].Node, Rank.Unary);
                }

                break;
            case ExpressionNode.Call call:
                Items(text.Append(FunctionSignature.Name(call.Function)).Append('('), call.Arguments).Append(')');
                break;
        }

        if (needsParentheses) text.Append(')');
    }

    private static Rank RankOf(ExpressionNode node) => node switch
    {
        ExpressionNode.Logical { IsAnd: false } => Rank.Or,
        ExpressionNode.Logical => Rank.And,
        ExpressionNode.Compare or ExpressionNode.In => Rank.Compare,
        ExpressionNode.Sum => Rank.Sum,
        ExpressionNode.Not or ExpressionNode.Negate => Rank.Unary,
        _ => Rank.Primary,
    };

    private static void Binary(StringBuilder text, ExpressionNode left, string sign, ExpressionNode right)
    {
        Write(text, left, Rank.Sum);
        text.Append(' ').Append(sign).Append(' ');
        Write(text, right, Rank.Sum);
    }

    private static void Join(StringBuilder text, IReadOnlyList<ExpressionNode> operands, string sign, Rank least)
    {
        for (var i = 0; i < operands.Count; i++) Write(i > 0 ? text.Append(sign) : text, operands[i], least);
    }

    private static StringBuilder Items(StringBuilder text, IReadOnlyList<ExpressionNode> items)
    {
        Join(text, items, ", ", Rank.Or);
        return text;
    }

    private static void Literal(StringBuilder text, ExpressionValue value) => text.Append(value.Kind switch
    {
        ExpressionKind.Null => "null",
        ExpressionKind.Boolean => value.AsBoolean() == true ? "true" : "false",
        ExpressionKind.Number => value.AsNumber()!.Value.ToString(CultureInfo.InvariantCulture),
        _ => QuotedText.Write(value.AsText()!),
    });

    private static void Path(StringBuilder text, ExpressionNode.Path path)
    {
        text.Append(path.Root);
        foreach (var segment in path.Segments)
        {
            if (segment.Name is null) text.Append('[').Append(segment.Index.ToString(CultureInfo.InvariantCulture)).Append(']');
            else if (IsPlain(segment.Name)) text.Append('.').Append(segment.Name);
            else text.Append('[').Append(QuotedText.Write(segment.Name)).Append(']');
        }
    }

    private static bool IsPlain(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string Sign(CompareOperator comparison) => comparison switch
    {
        CompareOperator.Equal => "==",
        CompareOperator.NotEqual => "!=",
        CompareOperator.Less => "<",
        CompareOperator.LessOrEqual => "<=",
        CompareOperator.Greater => ">",
        _ => ">=",
    };
}
