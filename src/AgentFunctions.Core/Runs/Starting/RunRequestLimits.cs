using System.Text.Json;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Runs.Starting;

/// <summary>Limits as they are asked for, or declared with a target; null: none said.</summary>
public sealed record RunRequestLimits(int? Steps = null, TimeSpan? Deadline = null, long? Budget = null, int? Depth = null)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>Reads <c>{"steps","deadline","budget","depth"}</c>; anything that is no such object is no limits.</summary>
    public static Outcome<RunRequestLimits> Read(JsonElement? limits)
    {
        if (limits is not { ValueKind: JsonValueKind.Object } json) return new RunRequestLimits();
        int? steps = null, depth = null;
        if (Number(json, "steps") is { } wantedSteps)
        {
            if (wantedSteps is < 1 or > RunLimits.MaxSteps) return ApiErrors.InvalidRequest("limits.steps", $"limits.steps must be from 1 to {RunLimits.MaxSteps}.");
            steps = (int)wantedSteps;
        }

        if (Number(json, "depth") is { } wantedDepth)
        {
            if (wantedDepth is < 0 or > RunLimits.MaxDepth) return ApiErrors.InvalidRequest("limits.depth", $"limits.depth must be from 0 to {RunLimits.MaxDepth}.");
            depth = (int)wantedDepth;
        }

        TimeSpan? deadline = null;
        if (Text(json, "deadline") is { } time)
        {
            if (!TimeSpan.TryParseExact(time, "c", System.Globalization.CultureInfo.InvariantCulture, out var parsed) || parsed < TimeSpan.FromSeconds(1) || parsed > Longest)
                return ApiErrors.InvalidRequest("limits.deadline", "limits.deadline must be a duration such as \"00:10:00\", from a second to 365 days.");
            deadline = parsed;
        }

        long? budget = null;
        if (Text(json, "budget") is { } money)
        {
            if (!NanoDollars.TryParse(money, out var amount) || amount.Value == 0) return ApiErrors.InvalidRequest("limits.budget", "limits.budget must be USD as a decimal string such as \"0.50\", above 0.");
            budget = amount.Value;
        }

        return new RunRequestLimits(steps, deadline, budget, depth);
    }

    private static long? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.TryGetInt64(out var number) ? number : long.MaxValue : null;

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
