using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Core.Subjects.Barrier;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Requests;
using AgentFunctions.Gateway.Models.Tokens;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Gateway.Models.Responses;

/// <summary>
/// Binds response ids to the agent they were issued to. On the way in every id named must be one of its own (404 otherwise), adds its tokens to the bound and pins the target;
/// on the way out the ids of a stored response are written down before the caller can see them whole.
/// </summary>
internal sealed class IssuedIdsStage(IssuedResponseStore store, ErasureBarrier barrier, RunBinder runs, TimeProvider time, ILogger<IssuedIdsStage> logger) : IModelCallStage
{
    public ValueTask<ModelAnswer> InvokeAsync(ModelCall call, ModelCallHandler next, CancellationToken cancellationToken) =>
        call.Operation is ModelOperation.Chat or ModelOperation.Embeddings ? next(call, cancellationToken) : BindAsync(call, next, cancellationToken);

    internal async ValueTask RecordAsync(ModelCall call, AnswerFacts facts, CancellationToken cancellationToken)
    {
        if (facts.Id is not { Length: > 0 } id || call.CurrentAttempt is not { } attempt) return;
        var issued = new IssuedResponse
        {
            IssuedId = id,
            Provider = attempt.Target.Provider,
            Deployment = attempt.Deployment,
            Tokens = facts.Usage.IsReported ? facts.Usage.InputTokens + facts.Usage.OutputTokens : MostTokens(call, attempt),
            Items = facts.OutputItemIds,
            Subject = call.EndUser is { } person ? SubjectNames.Fold(person) : null,
            Team = call.EndUser is null ? null : call.Caller.Agent!.Spec.Team,
            Run = call.RunId,
            At = call.RunId is null ? null : time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        var (tenant, agent) = (call.Caller.ControlPlane.TenantId, call.Caller.Agent!);
        try
        {
            await store.RecordAsync(tenant, agent.Id, issued, cancellationToken);

            // Whose it is was erased while it was under way, or what its run was told.
            var isErased = issued.Subject is { } subject && !await barrier.HoldsAsync(tenant, agent.Id, agent.Spec.Team, [subject], call.ErasuresSeen, cancellationToken);
            if (isErased || (issued.Run is { } run && await runs.IsErasedAsync(tenant, run, cancellationToken))) await store.EraseAsync(tenant, agent.Id, issued, cancellationToken);
        }
        catch (Exception exception) when (exception is DocumentStoreUnavailableException or DocumentLimitException)
        {
            // Unavailable, or ids too long to keep. The answer is paid for and goes out; the id is not known here, so building on it will be refused. That is the safe side.
            IssuedIdsLog.NotRecorded(logger, exception, call.CallId);
        }
    }

    private async ValueTask<ModelAnswer> BindAsync(ModelCall call, ModelCallHandler next, CancellationToken cancellationToken)
    {
        IssuedResponse? subject = null;
        try
        {
            if (call.EndUser is not null) call.ErasuresSeen = await barrier.NowAsync(call.Caller.ControlPlane.TenantId, cancellationToken);
            if (call.ResponseId is { } id)
            {
                subject = await FindAsync(call, id, cancellationToken);
                if (subject is null) return Refused("response_id", "No such response was issued to this agent.");
                Pin(call, subject);
            }
            else if (await CheckReferencesAsync(call, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }
        catch (DocumentStoreUnavailableException exception)
        {
            IssuedIdsLog.NotConfirmed(logger, exception, call.CallId);
            return new RefusedModelAnswer(ApiErrors.ControlPlaneUnavailable);
        }

        var answer = await next(call, cancellationToken);
        return answer switch
        {
            WholeModelAnswer { Status: < 300 } when call.Operation == ModelOperation.DeleteResponse => await ForgetAsync(call, subject!, answer, cancellationToken),
            WholeModelAnswer { Status: < 300 } whole when call.Operation == ModelOperation.Responses && call.Facts.Store != false => await RecordWholeAsync(call, whole, cancellationToken),
            StreamedModelAnswer streamed when call.Facts.Store != false => streamed.WithEvents(events => new RecordingEventReader(events, this, call)),
            _ => answer,
        };
    }

    private async ValueTask<RefusedModelAnswer?> CheckReferencesAsync(ModelCall call, CancellationToken cancellationToken)
    {
        if (call.Facts.PreviousResponseId is { } previous)
        {
            if (await FindAsync(call, previous, cancellationToken) is not { } issued) return Refused("previous_response_id", "No such response was issued to this agent.");
            Pin(call, issued);
            call.InheritedTokens += issued.Tokens;
        }

        if (call.Facts.References is not { } references) return null;
        foreach (var reference in references)
        {
            if (reference.Kind != GuardedReferenceKind.Item) continue;
            if (await FindAsync(call, reference.Value, cancellationToken) is not { } issued)
                return Refused(JsonPath.At(call.Body.Span, reference.Offset) + ".id", "No such item was issued to this agent. Send the item's content instead.");
            if (call.Pin is { } pin && pin.Provider != issued.Provider) return Refused(JsonPath.At(call.Body.Span, reference.Offset) + ".id", "The ids in this request belong to different providers.");
            Pin(call, issued);
            call.InheritedTokens += issued.Tokens;
        }

        return null;
    }

    private ValueTask<IssuedResponse?> FindAsync(ModelCall call, string id, CancellationToken cancellationToken) =>
        store.FindAsync(call.Caller.ControlPlane.TenantId, call.Caller.Agent!.Id, id, cancellationToken);

    private async ValueTask<ModelAnswer> RecordWholeAsync(ModelCall call, WholeModelAnswer answer, CancellationToken cancellationToken)
    {
        await RecordAsync(call, answer.Facts, cancellationToken);
        return answer;
    }

    private async ValueTask<ModelAnswer> ForgetAsync(ModelCall call, IssuedResponse subject, ModelAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            await store.ForgetAsync(call.Caller.ControlPlane.TenantId, call.Caller.Agent!.Id, subject, cancellationToken);
        }
        catch (DocumentStoreUnavailableException exception)
        {
            // The provider has deleted it; an id that is kept here leads to nothing.
            IssuedIdsLog.NotRecorded(logger, exception, call.CallId);
        }

        return answer;
    }

    /// <summary>Of a response whose provider says nothing: as much as it can have been, since later calls are bounded by it.</summary>
    private static long MostTokens(ModelCall call, ModelAttempt attempt) =>
        InputBound.OfBytes(call) + (attempt.Delivered is { } delivered ? delivered.TextBytes + delivered.ReasoningBytes : OutputBound.Of(call) ?? 0);

    private static void Pin(ModelCall call, IssuedResponse issued) => call.Pin ??= new ModelPin(issued.Provider, issued.Deployment);

    private static RefusedModelAnswer Refused(string param, string message) => new(ApiErrors.NotFound(param, message));
}
