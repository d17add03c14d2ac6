namespace AgentFunctions.Core.Runs.Control;

/// <summary>Verbs by the names that paths and bodies use.</summary>
public static class RunVerbs
{
    /// <summary>Every name.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<RunVerb>().Select(ToName)];

    public static string ToName(RunVerb verb) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(verb.ToString());

    /// <summary>The verb of a name; null for any other word.</summary>
    public static RunVerb? Find(string? name)
    {
        foreach (var verb in Enum.GetValues<RunVerb>())
            if (ToName(verb) == name) return verb;
        return null;
    }

    /// <summary>Whether it can be done to a run that is there. What is that already, stays so.</summary>
    public static bool AppliesTo(RunVerb verb, RunStatus status) => verb switch
    {
        RunVerb.Cancel => !RunStatuses.IsClosed(status) || status == RunStatus.Cancelled,
        RunVerb.Terminate => !RunStatuses.IsClosed(status) || status == RunStatus.Terminated,
        RunVerb.Suspend or RunVerb.Resume => !RunStatuses.IsClosed(status),
        RunVerb.Rewind => status == RunStatus.Failed,
        _ => RunStatuses.IsClosed(status),
    };
}
