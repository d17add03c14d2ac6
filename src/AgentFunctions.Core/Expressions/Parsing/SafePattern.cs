using System.Text.RegularExpressions;

namespace AgentFunctions.Core.Expressions.Parsing;

/// <summary>Patterns that are matched in time linear in the text: by automaton, without backtracking, and small enough that each character is cheap too.</summary>
internal static class SafePattern
{
    /// <summary>The pattern, how large its automaton is at most, or what is wrong.</summary>
    public static (Regex? Regex, int Size, string? Error) Compile(string pattern)
    {
        if (pattern.Length > ExpressionLimits.MaxPatternLength) return (null, 0, $"a pattern has at most {ExpressionLimits.MaxPatternLength} characters");
        var outline = PatternOutline.Of(pattern);
        if (outline.Size > ExpressionLimits.MaxPatternSize) return (null, 0, $"the pattern repeats too much: with its counted repetitions written out it would have more than {ExpressionLimits.MaxPatternSize} parts");
        try
        {
            return (new Regex(outline.Exact, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), (int)outline.Size, null);
        }
        catch (ArgumentException)
        {
            return (null, 0, "is not a regular expression: check its brackets and repetitions");
        }
        catch (NotSupportedException)
        {
            return (null, 0, "has something that cannot be matched in linear time: look-around, back references, atomic groups, conditions and \\G are not supported");
        }
    }
}
