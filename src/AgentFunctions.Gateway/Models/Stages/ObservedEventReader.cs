using AgentFunctions.Core.Errors;
using AgentFunctions.Gateway.Models.Answers;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>Passes events on and reports once, at disposal, how the stream ended: null when complete, else the error's code, or <c>cancelled</c>.</summary>
internal sealed class ObservedEventReader(ModelEventReader inner, Action<string?> onEnd) : ModelEventReader
{
    private Action<string?>? _onEnd = onEnd;
    private bool _isOver;

    public override ApiError? Error => inner.Error;

    public override AnswerFacts? TerminalFacts => inner.TerminalFacts;

    public override int LastSequence => inner.LastSequence;

    public override async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken)
    {
        var more = await inner.WaitToReadAsync(cancellationToken);
        _isOver = !more;
        return more;
    }

    public override bool TryRead(out ModelEvent modelEvent) => inner.TryRead(out modelEvent);

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        Interlocked.Exchange(ref _onEnd, null)?.Invoke(inner.Error?.Code ?? (_isOver ? null : "cancelled"));
        await base.DisposeAsync();
    }
}
