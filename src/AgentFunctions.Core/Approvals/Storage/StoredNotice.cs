namespace AgentFunctions.Core.Approvals.Storage;

/// <summary>An event that is owed: written with the change it tells of, removed once it lies in the outbox.</summary>
/// <param name="Type">One of <see cref="Notifications.EventTypes"/>.</param>
/// <param name="At">When it happened, Unix milliseconds.</param>
/// <param name="RequestId">Our id of the request that caused it; null outside one.</param>
internal sealed record StoredNotice(string Type, long At, string? RequestId = null);
