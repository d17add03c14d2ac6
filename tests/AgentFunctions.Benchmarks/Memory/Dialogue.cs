namespace AgentFunctions.Benchmarks.Memory;

/// <summary>A conversation with questions and the turns that answer them.</summary>
internal sealed record Dialogue(IReadOnlyList<DialogueSession> Sessions, IReadOnlyList<DialogueQuestion> Questions);

internal sealed record DialogueSession(int Session, string StartedAt, IReadOnlyList<DialogueTurn> Turns);

internal sealed record DialogueTurn(string Id, string Speaker, string Text, string? ImageCaption);

internal sealed record DialogueQuestion(string Question, IReadOnlyList<string> Evidence, string Category);
