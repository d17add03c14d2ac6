using System.Collections.Frozen;

namespace AgentFunctions.Core.Definitions.Reading;

/// <summary>Which fields a type of step takes, and which it must have.</summary>
internal static class StepFields
{
    private static readonly FrozenSet<string> Common = new[] { "id", "type", "description", "if", "timeout", "retry", "compensate" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, (string[] Required, string[] Optional)> ByType = new Dictionary<string, (string[], string[])>
    {
        ["tool"] = (["tool"], ["arguments"]),
        ["agent"] = (["agent"], ["input", "outputSchema"]),
        ["workflow"] = (["workflow"], ["input", "maxDepth"]),
        ["approval"] = (["action"], ["approvers", "approvals", "expiresAfter", "onDenied"]),
        ["ask"] = (["prompt", "schema"], ["approvers", "expiresAfter", "onDenied"]),
        ["wait"] = (["event"], ["filter", "onTimeout"]),
        ["timer"] = ([], ["duration", "until"]),
        ["set"] = (["values"], []),
        ["parallel"] = (["branches"], ["join", "count", "rest", "onFailure"]),
        ["switch"] = (["cases"], ["default"]),
        ["loop"] = (["while", "maxIterations", "steps"], []),
        ["forEach"] = (["each", "maxItems", "steps"], ["as", "concurrency", "collect", "onFailure"]),
        ["try"] = (["steps"], ["catch", "finally"]),
        ["handOff"] = (["agent"], ["input"]),
        ["end"] = ([], ["output", "error"]),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Types that do something of their own which can be done again.</summary>
    private static readonly FrozenSet<string> Retried = new[] { "tool", "agent", "workflow" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Types that leave nothing behind or take no time.</summary>
    private static readonly FrozenSet<string> Instant = new[] { "set", "end", "timer", "handOff" }.ToFrozenSet(StringComparer.Ordinal);

    public static void Check(StepSource step, string type)
    {
        var (required, optional) = ByType[type];
        foreach (var name in required)
        {
            if (!step.Has(name)) step.Report(name, $"is required for type {type}");
        }

        foreach (var name in step.Names)
        {
            if (Common.Contains(name)) CheckCommon(step, type, name);
            else if (!required.Contains(name) && !optional.Contains(name)) step.Report(name, $"is not for type {type}, which takes {string.Join(", ", required.Concat(optional))}");
        }
    }

    private static void CheckCommon(StepSource step, string type, string name)
    {
        if (name == "retry" && !Retried.Contains(type)) step.Report(name, $"is not for type {type}: only tool, agent and workflow are tried again");
        if (name is "timeout" or "compensate" && Instant.Contains(type)) step.Report(name, $"is not for type {type}");
    }
}
