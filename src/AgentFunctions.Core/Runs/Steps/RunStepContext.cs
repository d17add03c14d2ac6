using AgentFunctions.Core.Context.Metrics;

namespace AgentFunctions.Core.Runs.Steps;

/// <summary>The context of a model step.</summary>
/// <param name="TokensBefore">What its messages cost as they were given.</param>
/// <param name="TokensAfter">What the model was shown.</param>
/// <param name="Pollution">How much of it nobody needed.</param>
public sealed record RunStepContext(int TokensBefore, int TokensAfter, ContextPollution Pollution);
