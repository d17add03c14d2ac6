using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Sessions.Slots;

/// <summary>That a slot holds something.</summary>
/// <param name="Name">The slot.</param>
/// <param name="Version">From 1; every write counts.</param>
/// <param name="At">When it was written.</param>
/// <param name="Label">Where what it holds came from.</param>
public sealed record SlotHead(string Name, long Version, DateTimeOffset At, ContentLabel Label);
