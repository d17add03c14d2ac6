namespace AgentFunctions.Core.Quotas;

/// <summary>A window of the calendar with its name.</summary>
internal sealed record NamedWindow(DateTimeOffset Start, string Id);
