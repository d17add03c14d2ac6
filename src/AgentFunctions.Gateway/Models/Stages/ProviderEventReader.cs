using AgentFunctions.Core.Errors;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Events;
using AgentFunctions.Gateway.Models.Providers;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>
/// The events of one provider's stream, checked as they pass. Whatever ends the stream before it is complete (the end of the connection, silence, a chunk that is not JSON, a missing finish reason)
/// ends it with an error.
/// </summary>
internal sealed class ProviderEventReader(ProviderAnswer answer, AttemptDeadline deadline, ModelAttempt attempt, IStreamState state, TimeSpan idle, int maxEventBytes) : ModelEventReader
{
    /// <summary>How long the connection may stay open after the end mark before it is dropped.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(250);

    /// <summary>Bytes of comments kept before the first event; what exceeds it is dropped, so that a provider that sends nothing else costs nothing.</summary>
    private const int MostEarlyBytes = 16 * 1024;

    private readonly SseReader _sse = new(answer.Body, maxEventBytes);
    private byte[]? _early;
    private ModelEvent _held;
    private bool _hasHeld;
    private bool _isOver;
    private bool _isDisposed;
    private ApiError? _error;

    public override ApiError? Error => _error;

    public override AnswerFacts? TerminalFacts => state.Terminal;

    public override int LastSequence => state is ResponsesStreamState responses ? responses.Sequence : 0;

    private string Provider => attempt.Target.Provider;

    /// <summary>Reads to the first event with data. null when it is there; else the refusal, everything let go of.</summary>
    public async ValueTask<RefusedModelAnswer?> PrimeAsync()
    {
        try
        {
            while (true)
            {
                while (!_isOver && _sse.TryRead(out var sseEvent))
                {
                    if (!sseEvent.HasData) KeepEarly(sseEvent.Raw.Span);
                    else if (_hasHeld = Accept(sseEvent, out _held)) return null;
                }

                if (_isOver || !await _sse.FillAsync(deadline.Token)) break;
            }
        }
        catch (OperationCanceledException) when (!deadline.CallerToken.IsCancellationRequested)
        {
            return await GiveUpAsync(AttemptOutcome.TimedOut, ModelErrors.TimedOut(Provider, deadline.Expired));
        }
        catch (IOException)
        {
            return await GiveUpAsync(AttemptOutcome.Failed, ModelErrors.BrokenAnswer(Provider));
        }
        catch
        {
            await DisposeAsync();
            throw;
        }

        return await GiveUpAsync(AttemptOutcome.Failed, ModelErrors.BrokenAnswer(Provider));
    }

    public override bool TryRead(out ModelEvent modelEvent)
    {
        if (_early is { } early)
        {
            _early = null;
            modelEvent = new ModelEvent(early, default, ModelEventKind.Comment);
            return true;
        }

        if (_hasHeld)
        {
            _hasHeld = false;
            modelEvent = Count(_held);
            return true;
        }

        while (!_isOver && _sse.TryRead(out var sseEvent))
        {
            if (!Accept(sseEvent, out modelEvent)) continue;
            Count(modelEvent);
            return true;
        }

        modelEvent = default;
        return false;
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken) => _early is not null || _hasHeld ? new ValueTask<bool>(true) : WaitAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;

        // Cut the connection before the outcome is told: whoever waits for the outcome may count on the provider having been cancelled.
        await answer.DisposeAsync();
        attempt.Take(state);
        attempt.Complete(state.IsDone ? AttemptOutcome.Succeeded : attempt.IsCutShort ? AttemptOutcome.CutShort : AttemptOutcome.CallerGone);
        _sse.Dispose();
        deadline.Dispose();
        await base.DisposeAsync();
    }

    private async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        using var foreign = cancellationToken == deadline.CallerToken ? default : cancellationToken.UnsafeRegister(static body => ((Stream)body!).Dispose(), answer.Body);
        try
        {
            while (true)
            {
                while (!_isOver && _sse.TryRead(out var sseEvent))
                    if (_hasHeld = Accept(sseEvent, out _held)) return true;
                if (_isOver) return false;
                if (state.IsDone) deadline.Arm(Linger, "");
                else deadline.Arm(idle, "fell silent");
                if (!await _sse.FillAsync(deadline.Token)) return End();
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested || deadline.CallerToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken.IsCancellationRequested ? cancellationToken : deadline.CallerToken);
        }
        catch (OperationCanceledException)
        {
            if (state.IsDone) return Complete();
            return Break(ModelErrors.TimedOut(Provider, deadline.Expired), AttemptOutcome.StreamBroken);
        }
        catch (IOException)
        {
            return state.IsDone ? Complete() : Break(ModelErrors.BrokenStream(Provider), AttemptOutcome.StreamBroken);
        }
    }

    private void KeepEarly(ReadOnlySpan<byte> comment)
    {
        if ((_early?.Length ?? 0) + comment.Length <= MostEarlyBytes) _early = [.. _early ?? [], .. comment];
    }

    /// <summary>The connection ended. What is left over is an event only if it is the end mark: some servers leave out the last line end.</summary>
    private bool End()
    {
        if (!state.IsDone && !_sse.IsOversized && _sse.TryReadRest(out var rest) && rest.HasData && (_hasHeld = Accept(rest, out _held)) && state.IsDone)
        {
            Complete();
            return true;
        }

        _hasHeld = false;
        return state.IsDone ? Complete() : _error is null && Break(ModelErrors.BrokenStream(Provider), AttemptOutcome.StreamBroken);
    }

    private bool Accept(SseEvent sseEvent, out ModelEvent modelEvent)
    {
        modelEvent = new ModelEvent(sseEvent.Raw, sseEvent.Data, ModelEventKind.Comment);
        if (!sseEvent.HasData) return true;

        // Nothing has meaning after the end mark of a chat stream.
        if (state is ChatStreamState { IsDone: true }) return false;
        var step = state.Take(sseEvent.Data.Span);
        switch (step)
        {
            case StreamStep.Content:
                modelEvent = modelEvent with { Kind = ModelEventKind.Content };
                return true;
            case StreamStep.Terminal:
                Succeed();
                modelEvent = modelEvent with { Kind = ModelEventKind.Terminal };
                return true;
            case StreamStep.Done:
                Succeed();
                modelEvent = modelEvent with { Kind = ModelEventKind.Done };
                return true;
            case StreamStep.Strip:
                return false;
            default:
                Break(ModelErrors.BrokenStream(Provider), attempt.StreamedEvents == 0 ? AttemptOutcome.Pending : AttemptOutcome.StreamBroken);
                return false;
        }
    }

    private ModelEvent Count(ModelEvent modelEvent)
    {
        attempt.StreamedEvents++;
        attempt.StreamedBytes += modelEvent.Raw.Length;
        return modelEvent;
    }

    private bool Complete()
    {
        _isOver = true;
        Succeed();
        return false;
    }

    /// <summary>Told with the end mark, not with the end of the connection: the call is charged before the mark is handed on.</summary>
    private void Succeed()
    {
        attempt.Take(state);
        attempt.Complete(AttemptOutcome.Succeeded);
    }

    private bool Break(ApiError error, AttemptOutcome outcome)
    {
        _isOver = true;
        _error = error;
        attempt.Take(state);

        // Pending: nothing was handed on yet, the attempt's own refusal completes it.
        if (outcome != AttemptOutcome.Pending) attempt.Complete(outcome);
        return false;
    }

    private async ValueTask<RefusedModelAnswer> GiveUpAsync(AttemptOutcome outcome, ApiError error)
    {
        attempt.Take(state);
        attempt.Complete(outcome);
        await DisposeAsync();
        return new RefusedModelAnswer(error);
    }
}
