using AgentFunctions.Core.Errors;

namespace AgentFunctions.Gateway.Models.Answers;

/// <summary>
/// Pulls the events of a streamed answer. Shaped like a channel reader: wait, then take everything that is already there, so that a writer flushes once for several buffered events and never
/// holds one back for the next. Not thread-safe.
/// </summary>
public abstract class ModelEventReader : IAsyncDisposable
{
    /// <summary>After <see cref="WaitToReadAsync"/> gave false: null when the answer is complete, else why it is not. A broken answer must never look whole to the caller.</summary>
    public abstract ApiError? Error { get; }

    /// <summary>What the terminal event of a response said, once it was taken; null elsewhere.</summary>
    public virtual AnswerFacts? TerminalFacts => null;

    /// <summary>Responses: the <c>sequence_number</c> of the last event, so that an event of ours can continue it; 0 elsewhere.</summary>
    public virtual int LastSequence => 0;

    /// <summary>Waits until an event can be taken. false: the stream is over, see <see cref="Error"/>. Invalidates events taken earlier.</summary>
    public abstract ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken);

    /// <summary>Takes an event that is already there.</summary>
    public abstract bool TryRead(out ModelEvent modelEvent);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
