namespace AgentFunctions.Core.Context;

/// <summary>Counts tokens of text for a model. Thread-safe; linear in the text.</summary>
public interface ITokenMeter
{
    /// <param name="model">An alias or a model's name; null or unknown: the newest vocabulary.</param>
    /// <param name="text">The text.</param>
    int Count(string? model, ReadOnlySpan<char> text);
}
