using AgentFunctions.Core.Errors;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Responses;

/// <summary>Holds the terminal event of a response back until its ids are written down, so that a caller who has seen it can build on it at once.</summary>
internal sealed class RecordingEventReader(ModelEventReader inner, IssuedIdsStage stage, ModelCall call) : ModelEventReader
{
    private ModelEvent _held;
    private bool _isHeld;
    private bool _isRecorded;

    public override ApiError? Error => inner.Error;

    public override AnswerFacts? TerminalFacts => inner.TerminalFacts;

    public override int LastSequence => inner.LastSequence;

    public override async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken)
    {
        if (!_isHeld) return await inner.WaitToReadAsync(cancellationToken);
        if (!_isRecorded && inner.TerminalFacts is { } facts) await stage.RecordAsync(call, facts, cancellationToken);
        _isRecorded = true;
        return true;
    }

    public override bool TryRead(out ModelEvent modelEvent)
    {
        if (_isHeld)
        {
            modelEvent = _isRecorded ? _held : default;
            _isHeld = !_isRecorded;
            return _isRecorded;
        }

        if (!inner.TryRead(out modelEvent)) return false;
        if (modelEvent.Kind != ModelEventKind.Terminal || _isRecorded) return true;
        (_held, _isHeld, modelEvent) = (modelEvent, true, default);
        return false;
    }

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }
}
