namespace AgentFunctions.Core.Documents;

/// <summary>The caller broke one of <see cref="DocumentLimits"/>. Nothing was written.</summary>
public sealed class DocumentLimitException : ArgumentException
{
    public DocumentLimitException()
    {
    }

    public DocumentLimitException(string message)
        : base(message)
    {
    }

    public DocumentLimitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
