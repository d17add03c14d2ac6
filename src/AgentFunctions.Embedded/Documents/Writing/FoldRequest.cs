namespace AgentFunctions.Embedded.Documents.Writing;

/// <summary>Asks the writer to copy the whole log into the file and to empty it. Written with a group like any other; what comes of it is known after the group.</summary>
internal sealed class FoldRequest : WriteRequest
{
    private readonly TaskCompletionSource<bool> _folded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>false: others were using the log all the time.</summary>
    public Task<bool> Folded => _folded.Task;

    public override void Execute(WriterRows rows)
    {
    }

    public void SetFolded(bool isFolded) => _folded.TrySetResult(isFolded);
}
