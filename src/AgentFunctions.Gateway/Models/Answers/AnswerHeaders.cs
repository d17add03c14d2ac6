namespace AgentFunctions.Gateway.Models.Answers;

/// <summary>The response headers that are passed on; everything else a provider sends stays here.</summary>
/// <param name="ContentType">As sent, or the surface's own.</param>
/// <param name="ProcessingMs"><c>openai-processing-ms</c>.</param>
/// <param name="Version"><c>openai-version</c>.</param>
/// <param name="UpstreamRequestId">The provider's <c>x-request-id</c>, passed on as <c>x-upstream-request-id</c>.</param>
public readonly record struct AnswerHeaders(string? ContentType, string? ProcessingMs = null, string? Version = null, string? UpstreamRequestId = null);
