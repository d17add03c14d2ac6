using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Events.Letters;

/// <summary>What became of one of many.</summary>
/// <param name="Letter">Which.</param>
/// <param name="IsDone">Whether it was done.</param>
/// <param name="Error">Why it was not; null also where it was only asked what would be done.</param>
public sealed record StreamLetterResult(StreamLetter Letter, bool IsDone, ApiError? Error);
