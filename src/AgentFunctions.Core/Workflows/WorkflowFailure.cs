namespace AgentFunctions.Core.Workflows;

/// <summary>Why an activity, a child or a workflow failed; part of the history, so without a stack trace.</summary>
/// <param name="Type">Full name of the exception's type, or a word of the engine's (<c>terminated</c>, <c>notInCatalogue</c>, <c>notDeterministic</c>, <c>payloadTooLarge</c>).</param>
/// <param name="Message">At most 2,000 characters.</param>
public sealed record WorkflowFailure(string Type, string Message);
