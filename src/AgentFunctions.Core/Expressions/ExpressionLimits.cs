namespace AgentFunctions.Core.Expressions;

/// <summary>What keeps an expression cheap whoever wrote it, whatever it is run on. docs/expressions.md lists them.</summary>
public static class ExpressionLimits
{
    /// <summary>Characters of an expression, or of a text with expressions in it.</summary>
    public const int MaxTextLength = 16 * 1024;

    /// <summary>Nodes: operators, calls, literals, paths and the names and indexes in them.</summary>
    public const int MaxNodes = 1_000;

    /// <summary>Parentheses, brackets, calls and negations within each other.</summary>
    public const int MaxDepth = 64;

    /// <summary>Characters of a name in a path.</summary>
    public const int MaxNameLength = 256;

    /// <summary>Digits of a number: more cannot be held exactly.</summary>
    public const int MaxDigits = 28;

    /// <summary>Characters of the pattern of <c>matches</c>.</summary>
    public const int MaxPatternLength = 256;

    /// <summary>Size of the automaton of a pattern: its characters, each counted repetition as often as it may repeat.</summary>
    public const int MaxPatternSize = 500;

    /// <summary>Characters that <c>matches</c> looks at; a longer text cannot be evaluated.</summary>
    public const int MaxMatchedLength = 16 * 1024;

    /// <summary>Steps of one evaluation: one for each node, entry compared and 64 characters read. Beyond it the expression cannot be evaluated.</summary>
    public const int MaxSteps = 100_000;

    /// <summary>Lists and objects within each other that are compared or written.</summary>
    public const int MaxDataDepth = 64;

    /// <summary>Characters that a text with expressions in it may become.</summary>
    public const int MaxRenderedLength = 1024 * 1024;
}
