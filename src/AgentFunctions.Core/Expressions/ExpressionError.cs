using System.Globalization;

namespace AgentFunctions.Core.Expressions;

/// <summary>Why a text is no expression, or one that cannot make sense.</summary>
/// <param name="Position">Index of the character, from 0.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record ExpressionError(int Position, string Message)
{
    /// <summary>As findings show it; characters are counted from 1.</summary>
    public override string ToString() => $"at character {(Position + 1).ToString(CultureInfo.InvariantCulture)}: {Message}";
}
