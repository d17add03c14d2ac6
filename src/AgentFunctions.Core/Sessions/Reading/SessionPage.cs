namespace AgentFunctions.Core.Sessions.Reading;

/// <summary>Sessions of an agent, the latest begun first.</summary>
/// <param name="Items">In that order.</param>
/// <param name="NextCursor">For the next page; null: there is none.</param>
public sealed record SessionPage(IReadOnlyList<OpenSession> Items, string? NextCursor);
