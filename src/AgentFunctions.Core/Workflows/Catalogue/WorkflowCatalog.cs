using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Workflows.Catalogue;

/// <summary>Every workflow and activity this process can run, registered one by one; never found by scanning. Names ignore case.</summary>
public sealed class WorkflowCatalog
{
    private readonly Dictionary<string, WorkflowEntry[]> _workflows;
    private readonly Dictionary<string, ActivityEntry> _activities;

    /// <exception cref="OptionsValidationException">A name is bad or taken; names every mistake.</exception>
    public WorkflowCatalog(IOptions<WorkflowCatalogOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var checkedOptions = options.Value;
        if (new WorkflowCatalogOptionsValidator().Validate(null, checkedOptions) is { Failed: true } result)
            throw new OptionsValidationException(nameof(WorkflowCatalog), typeof(WorkflowCatalogOptions), result.Failures);
        _workflows = checkedOptions.Workflows.GroupBy(static entry => entry.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static versions => versions.Key, static versions => versions.OrderByDescending(static entry => entry.Version).ToArray(), StringComparer.OrdinalIgnoreCase);
        _activities = checkedOptions.Activities.ToDictionary(static entry => entry.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Every version of every workflow; of a name the newest first.</summary>
    public IEnumerable<WorkflowEntry> Workflows => _workflows.OrderBy(static pair => pair.Key, StringComparer.OrdinalIgnoreCase).SelectMany(static pair => pair.Value);

    /// <summary>By name.</summary>
    public IEnumerable<ActivityEntry> Activities => _activities.Values.OrderBy(static entry => entry.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The newest version; null for none.</summary>
    public WorkflowEntry? FindWorkflow(string name) => _workflows.GetValueOrDefault(name)?[0];

    /// <summary>That version; null for none.</summary>
    public WorkflowEntry? FindWorkflow(string name, int version) => Array.Find(_workflows.GetValueOrDefault(name) ?? [], entry => entry.Version == version);

    /// <summary>null for none.</summary>
    public ActivityEntry? FindActivity(string name) => _activities.GetValueOrDefault(name);
}
