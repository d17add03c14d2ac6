namespace AgentFunctions.Workflows.Agents.Steps;

internal enum ProposedCallKind
{
    Tool,
    Helper,

    /// <summary>Unknown, or not to be read: the model is told.</summary>
    Rejected,
}
