using System.Net;
using System.Text.RegularExpressions;

namespace AgentFunctions.Core.Expressions.Parsing;

/// <summary>A parsed expression.</summary>
/// <param name="Position">Index of the character that findings point at.</param>
internal abstract record ExpressionNode(int Position)
{
    public sealed record Literal(ExpressionValue Value, int Position) : ExpressionNode(Position);

    public sealed record ListOf(IReadOnlyList<ExpressionNode> Items, int Position) : ExpressionNode(Position);

    public sealed record Path(string Root, IReadOnlyList<PathSegment> Segments, int Position) : ExpressionNode(Position);

    public sealed record Not(ExpressionNode Operand, int Position) : ExpressionNode(Position);

    public sealed record Negate(ExpressionNode Operand, int Position) : ExpressionNode(Position);

    /// <summary>All operands of a chain, so that a long one is not deep.</summary>
    public sealed record Logical(bool IsAnd, IReadOnlyList<ExpressionNode> Operands, int Position) : ExpressionNode(Position);

    public sealed record Compare(CompareOperator Operator, ExpressionNode Left, ExpressionNode Right, int Position) : ExpressionNode(Position);

    public sealed record In(ExpressionNode Left, ExpressionNode Right, int Position) : ExpressionNode(Position);

    /// <summary>A chain of terms; those marked are taken away.</summary>
    public sealed record Sum(IReadOnlyList<(bool IsMinus, ExpressionNode Node)> Terms, int Position) : ExpressionNode(Position);

    public sealed record Call(ExpressionFunction Function, IReadOnlyList<ExpressionNode> Arguments, int Position) : ExpressionNode(Position)
    {
        /// <summary>Of <see cref="ExpressionFunction.Matches"/>.</summary>
        public Regex? Pattern { get; init; }

        /// <summary>Of <see cref="ExpressionFunction.Matches"/>: what a character costs.</summary>
        public int PatternSize { get; init; }

        /// <summary>Of <see cref="ExpressionFunction.InCidr"/>.</summary>
        public IPNetwork Network { get; init; }
    }
}
