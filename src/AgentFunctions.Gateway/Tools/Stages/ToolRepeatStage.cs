using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Tools.BuiltIn;
using AgentFunctions.Core.Tools.Calls;
using AgentFunctions.Core.Tools.Declaration;
using AgentFunctions.Gateway.Tools.Approvals;
using AgentFunctions.Gateway.Tools.Calls;

namespace AgentFunctions.Gateway.Tools.Stages;

/// <summary>
/// A call that was answered answers the same again. One that was sent, or may have been, and never answered is not sent again on a guess: people say what became of it.
/// </summary>
internal sealed class ToolRepeatStage(ToolCallStore calls, BuiltInTools builtIns, ToolCallsInFlight inFlight, OutcomeQuestions questions, TimeProvider time) : IToolCallStage
{
    public async ValueTask<ToolAnswer> InvokeAsync(ToolContext context, ToolCallHandler next, CancellationToken cancellationToken)
    {
        var key = context.Key;
        context.IsRemembered = IsRemembered(context);
        using var place = await inFlight.EnterAsync(key, cancellationToken);
        if (await calls.FindAsync(key, cancellationToken) is { } record)
        {
            if (record.Digest != context.Digest) return new ToolAnswer.Refused(ToolErrors.Mismatch);
            if (context.IsRemembered && record.Result is { } result && !(result.IsError && record.SentAt < context.Call.ErrorsFrom)) return new ToolAnswer.Completed(result);
            context.Record = record;
            if (record is { IsNotSent: false, Result: null } && await ResolveAsync(context, record, cancellationToken) is { } answer) return answer;
        }

        return await next(context, cancellationToken);
    }

    private bool IsRemembered(ToolContext context) =>
        context.Call.StepId is not null || context.Spec.Type != ToolSpec.BuiltIn || builtIns.Find(context.Spec.BuiltInName ?? context.Tool.Id) is not { IsRemembered: false };

    /// <summary>A workflow never runs a step twice at once, so what it finds open is left over from a process that stopped; anybody else may just have been too quick for another process.</summary>
    private ValueTask<ToolAnswer?> ResolveAsync(ToolContext context, ToolCallRecord record, CancellationToken cancellationToken)
    {
        var left = record.EndsAt - time.GetUtcNow();
        return context.Call.StepId is null && record.Owner != inFlight.Owner && left > TimeSpan.Zero
            ? new(new ToolAnswer.Refused(ToolErrors.InProgress(left)))
            : questions.ResolveAsync(context, record, cancellationToken);
    }
}
