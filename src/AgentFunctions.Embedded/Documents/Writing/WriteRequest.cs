using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Writing;

/// <summary>One unit of atomic work for a file's writer: a single write, a batch, or a sweep. Its caller waits on <see cref="Completion"/>.</summary>
internal abstract class WriteRequest
{
    private const int Queued = 0;
    private const int Taken = 1;
    private const int Abandoned = 2;
    private readonly TaskCompletionSource<DocumentResult[]> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DocumentResult[] _results = [];
    private Exception? _failure;
    private int _state = Queued;

    public Task<DocumentResult[]> Completion => _completion.Task;

    /// <summary>The writer takes the request into its transaction; false if the caller gave up before.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Queued) == Queued;

    /// <summary>The caller gives up; true if the writer will not touch the request any more, false if it already has.</summary>
    public bool TryAbandon() => Interlocked.CompareExchange(ref _state, Abandoned, Queued) == Queued;

    public void Cancel(CancellationToken cancellationToken)
    {
        if (TryAbandon())
            _completion.TrySetCanceled(cancellationToken);
    }

    /// <summary>Computes and applies the request inside the open transaction and keeps its results until <see cref="Complete"/>.</summary>
    public abstract void Execute(WriterRows rows);

    /// <summary>The transaction is committed: tell the caller.</summary>
    public void Complete()
    {
        if (_failure is not null)
            _completion.TrySetException(_failure);
        else
            _completion.TrySetResult(_results);
    }

    /// <summary>The transaction is gone: nothing of this request was written, or nobody knows.</summary>
    public void Fail(Exception exception) => _completion.TrySetException(exception);

    protected void SetResults(DocumentResult[] results) => _results = results;

    /// <summary>This request alone fails, before it touched the table; the others of its group go on.</summary>
    protected void SetFailure(Exception exception) => _failure = exception;
}
