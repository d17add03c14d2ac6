namespace AgentFunctions.LocalHost;

/// <summary>The host cannot start for a reason its user can mend; the message is all that is printed.</summary>
internal sealed class StartupException : Exception
{
    public StartupException()
    {
    }

    public StartupException(string message)
        : base(message)
    {
    }

    public StartupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
