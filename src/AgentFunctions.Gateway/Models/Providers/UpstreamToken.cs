using AgentFunctions.Core.Secrets;

namespace AgentFunctions.Gateway.Models.Providers;

/// <summary>A token of the host's identity, or why there is none.</summary>
/// <param name="Token">The token; null where none could be had.</param>
/// <param name="Problem">Without a token: why, in words for an operator.</param>
/// <param name="IsLasting">Without a token: asking again is of no use until something is set up.</param>
public sealed record UpstreamToken(Secret? Token, string? Problem = null, bool IsLasting = false);
