namespace AgentFunctions.Core.Memory.Search;

/// <summary>A record that matches and was left out.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Reason">One of <see cref="RejectionReasons"/>.</param>
public sealed record RejectedMemory(string Id, string Reason);
