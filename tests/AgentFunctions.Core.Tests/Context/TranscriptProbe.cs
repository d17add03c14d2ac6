namespace AgentFunctions.Core.Tests.Context;

/// <summary>A fact of one message: which field of it, and its value.</summary>
internal sealed record TranscriptProbe(string Question, string Ref, string Field, string Expected);
