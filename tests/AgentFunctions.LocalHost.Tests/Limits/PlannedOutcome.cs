namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>What came of a planned call, as its caller saw it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="CallId">Our id of the call.</param>
/// <param name="IsWhole">The answer came to its end.</param>
/// <param name="Text">What was read of it.</param>
internal sealed record PlannedOutcome(int Status, string CallId, bool IsWhole, string Text);
