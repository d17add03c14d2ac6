namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>What a caller makes of an answer.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Of the error; null for none.</param>
/// <param name="RetryAfter">How long to wait; null where it is not said.</param>
/// <param name="CallId">Our id of the call.</param>
/// <param name="Text">Body.</param>
internal sealed record CallResult(int Status, string? Code, TimeSpan? RetryAfter, string CallId, string Text)
{
    public bool IsOk => Status == 200;
}
