using AgentFunctions.Core.Expressions.Templates;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Definitions.Running;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <summary>Evaluates expressions on values that are too large for the workflow.</summary>
internal sealed class EvaluateActivity(StepContents contents) : Activity<EvaluateInput, EvaluateResult>
{
    public override async Task<EvaluateResult> RunAsync(EvaluateInput input, CancellationToken cancellationToken)
    {
        var environment = await contents.FetchAsync(input.TenantId, input.RunId, input.Environment, cancellationToken);
        string? wrong = null;
        var template = JsonTemplate.Parse(input.Template, "", (_, error) => wrong ??= error.ToString());
        if (wrong is not null) return new EvaluateResult(null, wrong);
        var (value, failure) = template.Render(EnvironmentSlots.ToValues(environment));
        if (failure is not null) return new EvaluateResult(null, failure.ToString());
        var kept = await contents.KeepAsync(input.TenantId, input.RunId, value!.Value, cancellationToken, input.Stows ? 0 : RunValues.MaxInline);
        return new EvaluateResult(kept, null) { Bytes = StepContents.BytesOf(value.Value, kept) };
    }
}
