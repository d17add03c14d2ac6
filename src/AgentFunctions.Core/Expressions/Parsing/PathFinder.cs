namespace AgentFunctions.Core.Expressions.Parsing;

/// <summary>Finds the paths of an expression.</summary>
internal static class PathFinder
{
    public static IReadOnlyList<ExpressionNode.Path> Find(ExpressionNode root)
    {
        var found = new List<ExpressionNode.Path>();
        var open = new Stack<ExpressionNode>([root]);
        while (open.TryPop(out var node))
        {
            switch (node)
            {
                case ExpressionNode.Path path: found.Add(path); break;
                case ExpressionNode.ListOf list: PushAll(open, list.Items); break;
                case ExpressionNode.Not not: open.Push(not.Operand); break;
                case ExpressionNode.Negate negate: open.Push(negate.Operand); break;
                case ExpressionNode.Logical logical: PushAll(open, logical.Operands); break;
                case ExpressionNode.Compare compare: PushAll(open, [compare.Left, compare.Right]); break;
                case ExpressionNode.In contained: PushAll(open, [contained.Left, contained.Right]); break;
                case ExpressionNode.Sum sum: PushAll(open, [.. sum.Terms.Select(static t => t.Node)]); break;
                case ExpressionNode.Call call: PushAll(open, call.Arguments); break;
            }
        }

        return found;
    }

    private static void PushAll(Stack<ExpressionNode> open, IReadOnlyList<ExpressionNode> nodes)
    {
        for (var i = nodes.Count - 1; i >= 0; i--) open.Push(nodes[i]);
    }
}
