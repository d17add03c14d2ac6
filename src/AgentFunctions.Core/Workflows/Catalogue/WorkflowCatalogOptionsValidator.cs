using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Workflows.Catalogue;

/// <summary>Names become names of functions in Durable Functions: one function a name, so workflows and activities share one space of names.</summary>
internal sealed partial class WorkflowCatalogOptionsValidator : IValidateOptions<WorkflowCatalogOptions>
{
    public ValidateOptionsResult Validate(string? name, WorkflowCatalogOptions options)
    {
        List<string> failures = [];
        foreach (var bad in options.Workflows.Select(static entry => entry.Name).Concat(options.Activities.Select(static entry => entry.Name)).Where(static entry => !NamePattern().IsMatch(entry)).Distinct(StringComparer.Ordinal))
            failures.Add($"The name '{bad}' of a workflow or activity must match ^[A-Za-z][A-Za-z0-9_-]{{0,99}}$.");
        failures.AddRange(options.Workflows.Where(static entry => entry.Version < 1).Select(static entry => $"The workflow '{entry.Name}' has version {entry.Version}; versions begin at 1."));
        foreach (var versions in options.Workflows.GroupBy(static entry => entry.Name, StringComparer.OrdinalIgnoreCase))
        {
            failures.AddRange(versions.GroupBy(static entry => entry.Version).Where(static same => same.Count() > 1).Select(same => $"The workflow '{versions.Key}' is registered {same.Count()} times with version {same.Key}."));
            if (versions.Select(static entry => entry.Name).Distinct(StringComparer.Ordinal).Count() > 1)
                failures.Add($"Versions of the workflow '{versions.Key}' are registered under names that differ in case.");
        }
        var activities = options.Activities.GroupBy(static entry => entry.Name, StringComparer.OrdinalIgnoreCase).ToList();
        failures.AddRange(activities.Where(static same => same.Count() > 1).Select(static same => $"The activity '{same.Key}' is registered {same.Count()} times."));
        failures.AddRange(activities.Where(same => options.Workflows.Any(workflow => string.Equals(workflow.Name, same.Key, StringComparison.OrdinalIgnoreCase)))
            .Select(static same => $"'{same.Key}' is registered as a workflow and as an activity; their names must differ."));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,99}$")]
    private static partial Regex NamePattern();
}
