namespace AgentFunctions.Core.Documents;

/// <summary>The store could not be reached or did not answer in time. Whether a write happened is unknown; repeat it only where repeating is safe.</summary>
public sealed class DocumentStoreUnavailableException : Exception
{
    public DocumentStoreUnavailableException()
    {
    }

    public DocumentStoreUnavailableException(string message)
        : base(message)
    {
    }

    public DocumentStoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
