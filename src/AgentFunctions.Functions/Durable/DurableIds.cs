using System.Globalization;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Functions.Durable;

/// <summary>Ids of children, the same at every replay.</summary>
internal static class DurableIds
{
    /// <param name="parent">The instance that starts it.</param>
    /// <param name="given">As the workflow named it; null for a name made of the parent's.</param>
    /// <param name="number">Of the child, or of the try at a named one, from 1.</param>
    /// <param name="unique">Different in every run of the parent's code: its numbers begin again after continue-as-new.</param>
    public static string Child(string parent, string? given, int number, Guid unique)
    {
        var id = given is null
            ? string.Create(CultureInfo.InvariantCulture, $"{parent}:{number}-{unique.ToString("N")[..8]}")
            : number == 1 ? given : string.Create(CultureInfo.InvariantCulture, $"{given}.r{number}");
        return id.Length <= WorkflowLimits.MaxInstanceIdLength ? id : "c-" + unique.ToString("N");
    }
}
