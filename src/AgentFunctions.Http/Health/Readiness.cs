namespace AgentFunctions.Http.Health;

/// <summary>Result of the readiness check.</summary>
/// <param name="IsReady">Whether to answer 200 or 503.</param>
/// <param name="Status"><c>ready</c>, <c>not_ready</c> or <c>stopping</c>.</param>
/// <param name="ControlPlane"><c>ok</c>, <c>unavailable</c> or <c>unknown</c>; shown to operators only.</param>
internal sealed record Readiness(bool IsReady, string Status, string ControlPlane);
