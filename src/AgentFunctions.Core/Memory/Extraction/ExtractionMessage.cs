using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Memory.Extraction;

/// <summary>A message that may hold something worth remembering.</summary>
/// <param name="Turn">Its place in the session, from 0.</param>
/// <param name="Speaker">Who says it, and whom "I" means.</param>
/// <param name="Text">What is said. Parts between <see cref="RecalledText"/>'s marks are not read.</param>
/// <param name="Label">Where its content came from.</param>
/// <param name="At">When it was said; what "yesterday" is counted from.</param>
/// <param name="Reference">Which message it is.</param>
/// <param name="IsRecalled">All of it was given out by memory: nothing of it is read.</param>
public sealed record ExtractionMessage(int Turn, string Speaker, string Text, ContentLabel Label, DateTimeOffset At, string Reference, bool IsRecalled = false);
