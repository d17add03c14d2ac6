namespace AgentFunctions.Core.Costs;

/// <summary>What an attempt cost. The parts are contained in the total; what is in neither is user-facing.</summary>
/// <param name="Total">Exact sum over all token classes, rounded up once.</param>
/// <param name="Reasoning">Part of reasoning tokens, rounded down.</param>
/// <param name="Agentic">Part of tool and agentic tokens, rounded down; never overlaps with <paramref name="Reasoning"/>.</param>
public readonly record struct CallCost(NanoDollars Total, NanoDollars Reasoning, NanoDollars Agentic);
