using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Runs.Starting;

/// <summary>Whether the runs of an agent have a model to call: better said when one is to be started than by a run that fails at its first step.</summary>
internal static class RunModels
{
    private const string AgentPrefix = "agent/";

    /// <summary>Why they have none, or null. Of an agent that names no models at all nothing is said here: its first step does.</summary>
    public static async ValueTask<ApiError?> RefusalAsync(ControlPlaneView view, string agent, CancellationToken cancellationToken)
    {
        if (await view.FindAgentAsync(agent, cancellationToken) is not { Spec: var spec } || (spec.Model is null && spec.Models.Count == 0)) return null;
        if (ModelOf(spec) is not { } model)
            return Invalid("spec.model", $"agents/{agent} names no model that its runs could call: spec.models has patterns only. Set spec.model, or list a model in spec.models that is no pattern.");
        if (view.ResolveModel(model) is not { } found)
            return Invalid(FieldOf(spec), $"agents/{agent} calls the model '{model}' ({FieldOf(spec)}), which is none of this tenant. Declare models/{model}, or name another in {FieldOf(spec)}.");
        return found.Spec.Targets.Count > 0 ? null : Invalid(FieldOf(spec), $"agents/{agent} calls the model '{model}' ({FieldOf(spec)}), which has no target. Give models/{found.Id} a target in spec.targets, or name another model in {FieldOf(spec)}.");
    }

    private static string? ModelOf(AgentSpec spec) => spec.Model ?? spec.Models.FirstOrDefault(static model => !model.EndsWith('*') && !model.StartsWith(AgentPrefix, StringComparison.Ordinal));

    private static string FieldOf(AgentSpec spec) => spec.Model is null ? "spec.models" : "spec.model";

    private static ApiError Invalid(string field, string message) => ApiErrors.InvalidRequest(field, message) with { ShouldRetry = false };
}
