using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Core.Subjects.Barrier;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Tools.Calls;
using AgentFunctions.Gateway.Tools.Approvals;
using AgentFunctions.Gateway.Tools.Calls;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Gateway.Tools.Stages;

/// <summary>
/// Writes what a call came to, so that a repeat is answered from it. A call that must not be sent twice is written before it is sent as well: if nothing follows, nobody sends it again before a person said what became of it.
/// Once written it is seen through to its end or its timeout, whether or not the caller still waits.
/// </summary>
internal sealed class ToolRecordStage(ToolCallStore calls, ErasureBarrier barrier, ToolCallsInFlight inFlight, OutcomeQuestions questions, TimeProvider time, ILogger<ToolRecordStage> logger) : IToolCallStage
{
    /// <summary>What may pass between the end of a sending and its record.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public async ValueTask<ToolAnswer> InvokeAsync(ToolContext context, ToolCallHandler next, CancellationToken cancellationToken)
    {
        if (!context.IsRemembered) return await next(context, cancellationToken);
        var record = New(context);

        // What is kept in a run goes with the run.
        if (record.Subject is not null && context.Key.RunId is null) context.ErasuresSeen = await barrier.NowAsync(context.TenantId, cancellationToken);
        if (context.Spec.IsRepeatable)
        {
            var answer = await next(context, cancellationToken);
            if (context.Execution is { Kind: ToolExecutionKind.Answered, MayPass: false }) await CompleteAsync(context, record);
            return answer;
        }

        if (await calls.BeginAsync(context.Key, record, cancellationToken) is not { } begun) return new ToolAnswer.Refused(ToolErrors.InProgress(context.Spec.Timeout));
        return await FinishAsync(context, begun, await next(context, CancellationToken.None));
    }

    private async ValueTask<ToolAnswer> FinishAsync(ToolContext context, ToolCallRecord begun, ToolAnswer answer)
    {
        switch (context.Execution!.Kind)
        {
            case ToolExecutionKind.Answered:
                await CompleteAsync(context, begun);
                return answer;
            case ToolExecutionKind.NotSent:
                await WriteAsync(context, async () => await calls.BeginAsync(context.Key, begun with { IsNotSent = true }, CancellationToken.None));
                return answer;
            default:
                return await AskAsync(context, begun, answer);
        }
    }

    /// <summary>If it cannot be asked now, the same call again asks.</summary>
    private async ValueTask<ToolAnswer> AskAsync(ToolContext context, ToolCallRecord begun, ToolAnswer answer)
    {
        try
        {
            return await questions.ResolveAsync(context, begun, CancellationToken.None) ?? answer;
        }
        catch (DocumentStoreUnavailableException exception)
        {
            ToolLog.NotRecorded(logger, exception, context.Call.CallId);
            return answer;
        }
    }

    private ValueTask CompleteAsync(ToolContext context, ToolCallRecord record) => WriteAsync(context, async () =>
    {
        await calls.CompleteAsync(context.Key, record with { SentAt = time.GetUtcNow(), Result = context.Execution!.Result }, CancellationToken.None);
        if (context.ErasuresSeen is { } seen && !await barrier.HoldsAsync(context.TenantId, context.Agent.Id, context.Agent.Spec.Team, [record.Subject!], seen, CancellationToken.None))
            await calls.ForgetAsync(context.Key, record.CallId, CancellationToken.None);
    });

    /// <summary>It was done: whoever asked is told, whatever becomes of the record.</summary>
    private async ValueTask WriteAsync(ToolContext context, Func<ValueTask> write)
    {
        try
        {
            await write();
        }
        catch (DocumentStoreUnavailableException exception)
        {
            ToolLog.NotRecorded(logger, exception, context.Call.CallId);
        }
    }

    private ToolCallRecord New(ToolContext context)
    {
        var now = time.GetUtcNow();
        return new ToolCallRecord(context.Digest, context.Tool.Id, context.Call.CallId, (context.Record?.Attempt ?? 0) + 1, now, now + context.Spec.Timeout + Grace, null, inFlight.Owner) 
        {
            ETag = context.Record?.ETag, Subject = context.EndUser is { } person ? SubjectNames.Fold(person) : null, Team = context.Agent.Spec.Team,
        };
    }
}
