using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Expressions.Templates;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Running;
using AgentFunctions.Workflows.Definitions.Running;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <summary>Asks people, for approval or for input, and takes what they said. An approval is used up by the step that asked for it.</summary>
internal sealed class AskPeopleActivity(StepReading reading, StepContents contents, DefinitionJournal journal, IAgentBlueprints blueprints, IApprovals approvals) : Activity<StepInput, StepResult>
{
    public override async Task<StepResult> RunAsync(StepInput input, CancellationToken cancellationToken)
    {
        var (found, asking, missing) = await reading.FindAsync<DefinitionStep>(input, cancellationToken);
        if (missing is not null) return missing;
        var (work, ask) = (found!, asking as DefinitionStep.Ask);
        var people = ask?.People ?? ((DefinitionStep.Approval)asking!).People;
        var kind = ask is null ? RunStepKind.Approval : RunStepKind.Ask;
        var (action, fault) = await ActionAsync(input, asking!, cancellationToken);
        if (fault is not null) return await journal.RefuseAsync(input, kind, input.Key, fault, cancellationToken);
        var step = await journal.BeginAsync(input, kind, input.Key, action, null, cancellationToken);
        if (DefinitionJournal.IsEnded(step)) return await journal.ResultAsync(input, step, cancellationToken);
        if (input.WaitedFor is { } asked) return await DecisionAsync(input, step, asked, people, ask is not null, cancellationToken);
        var owner = (await blueprints.FindAsync(work, cancellationToken))?.Spec;
        var requested = await approvals.RequestAsync(
            new ApprovalRequest
            {
                TenantId = input.TenantId,
                Key = KeyOf(input, work),
                Kind = ask is null ? ApprovalKind.Action : ApprovalKind.Input,
                Action = action!.Value,
                Agent = work.Run.Agent,
                Team = work.Run.Team,
                RunId = input.RunId,
                StepId = input.StepId,
                EndUser = work.Run.EndUser,
                RequestedBy = work.StartedBy,
                PublishedBy = work.PublishedBy,
                Owners = owner is null ? [] : [.. new[] { owner.Owner, owner.Sponsor }.OfType<string>().Distinct(StringComparer.Ordinal)],
                Rule = people.Rule,
                Signal = new DecisionSignal(input.InstanceId, input.EventName),
                ValueSchema = ask?.Schema,
            },
            cancellationToken);
        if (requested.Value is { } request) return await journal.AskAsync(input, step, request, isOutcome: false, cancellationToken);
        return Waits.MayComeLater(requested.Error!) && !input.IsLastTry
            ? await journal.PostponeAsync(input, step, RunFault.Of(requested.Error!), requested.Error!.RetryAfter, cancellationToken)
            : await journal.FailAsync(input, step, RunFault.Of(requested.Error!), cancellationToken);
    }

    /// <summary>What people said before the run was rewound is over: they are asked anew.</summary>
    private static string KeyOf(StepInput input, RunWork work) => string.Create(CultureInfo.InvariantCulture, $"{input.RunId}:{input.StepId}{(work.Rewinds == 0 ? "" : $":{work.Rewinds}")}");

    private async ValueTask<StepResult> DecisionAsync(StepInput input, RunStep step, string approvalId, AskedPeople people, bool isAsk, CancellationToken cancellationToken)
    {
        if (await approvals.FindAsync(input.TenantId, approvalId, cancellationToken) is not { } approval)
            return await journal.FailAsync(input, step, new RunFault(404, ErrorCodes.NotFound, "The request does not exist any more."), cancellationToken);
        switch (approval.Status)
        {
            case ApprovalStatus.Pending:
                return await journal.AskAsync(input, step, approval, isOutcome: false, cancellationToken);
            case ApprovalStatus.Approved or ApprovalStatus.Used:
                if (!isAsk && (await approvals.UseAsync(input.TenantId, approval.Id, approval.Digest, $"{input.RunId}:{input.StepId}", cancellationToken)).Error is { } unusable)
                    return await journal.FailAsync(input, step, RunFault.Of(unusable), cancellationToken);
                return await journal.SucceedAsync(input, step, PeopleAnswers.Output(approval, isAsk, isYes: true), cancellationToken);
            default:
                return people.FailsOnDenied
                    ? await journal.FailAsync(input, step, new RunFault(403, ErrorCodes.ApprovalDenied, PeopleAnswers.Refusal(approval)), cancellationToken)
                    : await journal.SucceedAsync(input, step, PeopleAnswers.Output(approval, isAsk, isYes: false), cancellationToken);
        }
    }

    /// <summary>What people see: the action itself, or the question.</summary>
    private async ValueTask<(JsonElement? Action, RunFault? Fault)> ActionAsync(StepInput input, DefinitionStep step, CancellationToken cancellationToken)
    {
        if (step is DefinitionStep.Approval approval) return await contents.RenderAsync(approval.Action, input, step.Path + ".action", cancellationToken);
        var ask = (DefinitionStep.Ask)step;
        var (prompt, fault) = await contents.RenderAsync(JsonTemplate.Of(ask.Prompt), input, step.Path + ".prompt", cancellationToken);
        return fault is not null ? (null, fault) : (EnvironmentJson.Write(new Dictionary<string, JsonElement> { ["ask"] = EnvironmentJson.Text(step.Id), ["prompt"] = prompt!.Value }), null);
    }
}
