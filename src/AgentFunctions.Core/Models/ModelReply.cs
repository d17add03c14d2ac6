using System.Text.Json;
using AgentFunctions.Core.Costs;

namespace AgentFunctions.Core.Models;

/// <summary>What a model answered.</summary>
/// <param name="CallId">Of the call.</param>
/// <param name="Answer">The chat completion.</param>
/// <param name="Tokens">What the provider reported; zero where it said nothing (the ledger estimates it then).</param>
public sealed record ModelReply(string CallId, JsonElement Answer, TokenCounts Tokens);
