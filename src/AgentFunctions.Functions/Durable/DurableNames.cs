using System.Globalization;
using AgentFunctions.Core.Workflows.Catalogue;

namespace AgentFunctions.Functions.Durable;

/// <summary>
/// Names of the functions of the catalogue; the one place where they are made. What the catalogue allows (<c>^[A-Za-z][A-Za-z0-9_-]{0,99}$</c>) Functions allows too (up to 127 characters), so names are taken as they are.
/// Every version of a workflow is a function of its own: instances in flight go on with theirs until it is removed.
/// </summary>
public static class DurableNames
{
    public static string Of(WorkflowEntry workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        return Of(workflow.Name, workflow.Version);
    }

    /// <summary>The first version has the workflow's own name, later ones <c>{name}_v{version}</c>.</summary>
    public static string Of(string workflow, int version) => version == 1 ? workflow : string.Create(CultureInfo.InvariantCulture, $"{workflow}_v{version}");

    /// <summary>The workflow of a function; null for none.</summary>
    public static WorkflowEntry? Find(WorkflowCatalog catalog, string function)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.Workflows.FirstOrDefault(workflow => string.Equals(Of(workflow), function, StringComparison.OrdinalIgnoreCase));
    }
}
