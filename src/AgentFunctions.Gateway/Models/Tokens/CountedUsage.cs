using AgentFunctions.Core.Costs;

namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>What an attempt came to in tokens.</summary>
/// <param name="Tokens">By class; parts never exceed their whole.</param>
/// <param name="AgenticInput">Part of the input: all of it when the request ends with what a tool gave back.</param>
/// <param name="AgenticOutput">Part of the plain output: all of it when the answer calls tools.</param>
/// <param name="IsCounted">The provider did not say all of it: some was counted here.</param>
internal readonly record struct CountedUsage(TokenCounts Tokens, long AgenticInput, long AgenticOutput, bool IsCounted);
