using System.Text.Json;
using AgentFunctions.Core.Costs;

namespace AgentFunctions.Core.ModelCalls;

/// <summary>What a model answered.</summary>
/// <param name="CallId">Of the call.</param>
/// <param name="Answer">The chat completion.</param>
/// <param name="Tokens">What it came to, tries that failed over included.</param>
/// <param name="Cost">What that costs, as the ledger has it; zero where it has no price.</param>
public sealed record ModelReply(string CallId, JsonElement Answer, TokenCounts Tokens, NanoDollars Cost);
