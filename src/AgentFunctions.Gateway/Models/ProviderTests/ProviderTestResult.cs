namespace AgentFunctions.Gateway.Models.ProviderTests;

/// <summary>What a test call to a provider came to.</summary>
/// <param name="IsOk">The provider answered the call.</param>
/// <param name="Deployment">The deployment that was asked.</param>
/// <param name="UpstreamStatus">The provider's HTTP status; 0 when it did not answer.</param>
/// <param name="Elapsed">From the call to the end of the answer.</param>
/// <param name="Message">What is wrong and where to mend it; or that it answered.</param>
public sealed record ProviderTestResult(bool IsOk, string Deployment, int UpstreamStatus, TimeSpan Elapsed, string Message);
