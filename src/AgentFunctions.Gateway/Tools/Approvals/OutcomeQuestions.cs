using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Tools.Calls;
using AgentFunctions.Gateway.Tools.Calls;
using AgentFunctions.Gateway.Tools.Stages;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Gateway.Tools.Approvals;

/// <summary>Asks people what became of a call that may have taken effect, and does as they say.</summary>
internal sealed class OutcomeQuestions(IEnumerable<IApprovals> services, ToolCallStore calls, ILogger<OutcomeQuestions> logger)
{
    private const int MostAsked = 3;

    private static readonly JsonElement Note = JsonDocument.Parse("""{"note":"It took effect. Its answer is not known."}""").RootElement;

    private readonly IApprovals? _approvals = services.LastOrDefault();

    /// <summary>What the call is answered; null: it did not happen, so it may be sent.</summary>
    public async ValueTask<ToolAnswer?> ResolveAsync(ToolContext context, ToolCallRecord record, CancellationToken cancellationToken)
    {
        if (_approvals is null) return new ToolAnswer.Refused(ToolErrors.NoApprovals);
        for (var i = 0; i < MostAsked; i++)
        {
            var asked = await _approvals.RequestAsync(ToolQuestions.DidIt(context, ActionOf(context), record.CallId, record.Asked), cancellationToken);
            if (asked.Value is not { } approval) return new ToolAnswer.Refused(asked.Error!);
            switch (approval.Status)
            {
                case ApprovalStatus.Pending:
                    ToolLog.OutcomeUnknown(logger, record.CallId, record.Tool);
                    return new ToolAnswer.OutcomeUnknown(approval);
                case ApprovalStatus.Approved or ApprovalStatus.Used when approval.Votes.Count > 0:
                    // Taken once; the same use again after a crash is the same use.
                    if ((await _approvals.UseAsync(context.TenantId, approval.Id, approval.Digest, record.CallId, cancellationToken)).Error is { } refused) return new ToolAnswer.Refused(refused);
                    if (approval.Votes[^1].Decision == ApprovalDecision.DidNotHappen) return null;
                    return await HappenedAsync(context, record, approval, cancellationToken);
            }

            // Nobody said in time: nobody knows still, so it is asked again.
            if (await calls.BeginAsync(context.Key, record with { Asked = record.Asked + 1 }, cancellationToken) is not { } next) break;
            context.Record = record = next;
        }

        return new ToolAnswer.Refused(ToolErrors.StoreUnavailable);
    }

    private async ValueTask<ToolAnswer> HappenedAsync(ToolContext context, ToolCallRecord record, Approval approval, CancellationToken cancellationToken)
    {
        var result = new ToolResult(IsError: false, approval.Value is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } value ? value : Note, context.Spec.Label, Status: null, IsRepeat: true);
        await calls.CompleteAsync(context.Key, record with { Result = result }, cancellationToken);
        return new ToolAnswer.Completed(result);
    }

    /// <summary>What was sent, without what may change while it is asked: the question stays the same.</summary>
    private static JsonElement ActionOf(ToolContext context)
    {
        using var action = JsonDocument.Parse(OutcomeAction.Write(context));
        return action.RootElement.Clone();
    }
}
