using AgentFunctions.Core.Errors;
using AgentFunctions.Gateway.Models.Answers;

namespace AgentFunctions.Gateway.Models.Admission;

/// <summary>Passes events on and has the call charged once: before the end mark is handed on, or when the stream ends otherwise.</summary>
internal sealed class AdmittedEventReader(ModelEventReader inner, Func<ValueTask> settle) : ModelEventReader
{
    private ModelEvent _held;
    private bool _hasHeld;
    private bool _isSettled;

    public override ApiError? Error => inner.Error;

    public override AnswerFacts? TerminalFacts => inner.TerminalFacts;

    public override int LastSequence => inner.LastSequence;

    public override async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken)
    {
        if (_hasHeld)
        {
            await SettleAsync();
            return true;
        }

        var more = await inner.WaitToReadAsync(cancellationToken);
        if (!more) await SettleAsync();
        return more;
    }

    public override bool TryRead(out ModelEvent modelEvent)
    {
        if (_hasHeld)
        {
            modelEvent = _isSettled ? _held : default;
            _hasHeld = !_isSettled;
            return _isSettled;
        }

        if (!inner.TryRead(out modelEvent)) return false;
        if (_isSettled || modelEvent.Kind is not (ModelEventKind.Done or ModelEventKind.Terminal)) return true;

        // Its memory stays valid: the inner reader is not waited on before it is handed out.
        (_held, _hasHeld) = (modelEvent, true);
        modelEvent = default;
        return false;
    }

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await SettleAsync();
        await base.DisposeAsync();
    }

    private ValueTask SettleAsync()
    {
        if (_isSettled) return ValueTask.CompletedTask;
        _isSettled = true;
        return settle();
    }
}
