using System.Globalization;
using AgentFunctions.Core.Expressions.Parsing;

namespace AgentFunctions.Core.Tests.Expressions;

/// <summary>The structure of an expression, without positions: what must be the same after printing and parsing. Written without the printer, so that it cannot share its mistakes.</summary>
internal static class ExpressionOutline
{
    public static string Of(ExpressionNode node) => node switch
    {
        ExpressionNode.Literal l => $"{l.Value.Kind}<{l.Value.AsText()}{l.Value.AsNumber()?.ToString(CultureInfo.InvariantCulture)}{l.Value.AsBoolean()}>",
        ExpressionNode.Path p => $"path<{p.Root}{string.Concat(p.Segments.Select(s => s.Name is null ? $"#{s.Index.ToString(CultureInfo.InvariantCulture)}" : $"/{s.Name}"))}>",
        ExpressionNode.ListOf l => $"list<{All(l.Items)}>",
        ExpressionNode.Not n => $"not<{Of(n.Operand)}>",
        ExpressionNode.Negate n => $"minus<{Of(n.Operand)}>",
        ExpressionNode.Logical l => $"{(l.IsAnd ? "and" : "or")}<{All(l.Operands)}>",
        ExpressionNode.Compare c => $"{c.Operator}<{All([c.Left, c.Right])}>",
        ExpressionNode.In i => $"in<{All([i.Left, i.Right])}>",
        ExpressionNode.Sum s => $"sum<{string.Join(';', s.Terms.Select(t => (t.IsMinus ? "-" : "+") + Of(t.Node)))}>",
        ExpressionNode.Call c => $"{c.Function}<{All(c.Arguments)}>{c.Pattern}{(c.Function == ExpressionFunction.InCidr ? c.Network : null)}",
        _ => throw new InvalidOperationException(),
    };

    private static string All(IEnumerable<ExpressionNode> nodes) => string.Join(';', nodes.Select(Of));
}
