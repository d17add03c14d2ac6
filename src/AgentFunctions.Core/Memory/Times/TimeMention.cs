namespace AgentFunctions.Core.Memory.Times;

/// <summary>A time that a text names.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="From">Its start.</param>
/// <param name="To">Its end, exclusive.</param>
public sealed record TimeMention(string Text, DateTimeOffset From, DateTimeOffset To);
