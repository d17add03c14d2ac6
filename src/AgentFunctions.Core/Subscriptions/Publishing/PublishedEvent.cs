namespace AgentFunctions.Core.Subscriptions.Publishing;

/// <summary>An event that is stored.</summary>
/// <param name="Id">As its sender named it.</param>
/// <param name="IsRepeat">It was there before.</param>
/// <param name="Takers">What it set off.</param>
public sealed record PublishedEvent(string Id, bool IsRepeat, IReadOnlyList<EventTaker> Takers);
