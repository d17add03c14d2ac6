using System.Globalization;
using AgentFunctions.Core.Workflows.Catalogue;

namespace AgentFunctions.Functions.Durable;

/// <summary>Names of the functions of the catalogue. Every version of a workflow is a function of its own: instances in flight go on with theirs until it is removed.</summary>
public static class DurableNames
{
    public static string Of(WorkflowEntry workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        return Of(workflow.Name, workflow.Version);
    }

    /// <summary>The first version has the workflow's own name, later ones <c>{name}_v{version}</c>.</summary>
    public static string Of(string workflow, int version) => version == 1 ? workflow : string.Create(CultureInfo.InvariantCulture, $"{workflow}_v{version}");
}
