namespace AgentFunctions.Core.Workflows.Catalogue;

/// <summary>What was registered, in order; becomes the <see cref="WorkflowCatalog"/>.</summary>
public sealed class WorkflowCatalogOptions
{
    public IList<WorkflowEntry> Workflows { get; } = [];

    public IList<ActivityEntry> Activities { get; } = [];
}
