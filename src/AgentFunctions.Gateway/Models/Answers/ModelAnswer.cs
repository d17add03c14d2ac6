namespace AgentFunctions.Gateway.Models.Answers;

/// <summary>What a model call came to: exactly one of <see cref="WholeModelAnswer"/>, <see cref="StreamedModelAnswer"/> and <see cref="RefusedModelAnswer"/>.</summary>
public abstract class ModelAnswer : IAsyncDisposable
{
    private protected ModelAnswer()
    {
    }

    /// <summary>Returns buffers and lets go of the provider; a stream that was not read to its end is cancelled.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
