namespace AgentFunctions.Gateway.Egress;

/// <summary>No connection was made. An exception, because it has to pass through the connect callback of an HTTP handler. Names no address: who may declare a URL must not learn what a name resolves to here.</summary>
public sealed class EgressException : IOException
{
    public EgressException()
    {
    }

    public EgressException(string message)
        : base(message)
    {
    }

    public EgressException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public EgressException(EgressRefusal refusal, Exception? innerException = null)
        : base($"No connection: {refusal}.", innerException) => Refusal = refusal;

    public EgressRefusal Refusal { get; }
}
