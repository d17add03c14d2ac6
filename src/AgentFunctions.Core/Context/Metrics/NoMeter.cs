namespace AgentFunctions.Core.Context.Metrics;

/// <summary>For reading messages of which nobody asks the tokens.</summary>
internal sealed class NoMeter : ITokenMeter
{
    public static NoMeter Instance { get; } = new();

    public int Count(string? model, ReadOnlySpan<char> text) => 0;
}
