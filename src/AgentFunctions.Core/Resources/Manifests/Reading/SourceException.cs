namespace AgentFunctions.Core.Resources.Manifests.Reading;

/// <summary>A file that cannot be read to its end; caught where the file was opened and reported as one problem. Both parsers are recursive, and one of them throws by itself.</summary>
internal sealed class SourceException : Exception
{
    public SourceException()
    {
    }

    public SourceException(string message)
        : base(message)
    {
    }

    public SourceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <param name="at">Where.</param>
    /// <param name="message">What is wrong and what to write instead; never a value.</param>
    /// <param name="path">The field, when it is known.</param>
    public SourceException(SourceLocation at, string message, string path = "$")
        : base(message)
    {
        At = at;
        Path = path;
    }

    public SourceLocation At { get; }

    public string Path { get; } = "$";
}
