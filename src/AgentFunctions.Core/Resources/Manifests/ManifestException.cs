namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>The manifests are not valid, so the host does not start. Its message is meant for whoever starts it.</summary>
public sealed class ManifestException : Exception
{
    public ManifestException()
    {
    }

    public ManifestException(string message)
        : base(message)
    {
    }

    public ManifestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <param name="folder">The folder that was applied.</param>
    /// <param name="problems">All of them.</param>
    public ManifestException(string folder, IReadOnlyList<ManifestProblem> problems)
        : base($"The manifests in {folder} are not valid; nothing was applied:{Environment.NewLine}{string.Join(Environment.NewLine, problems.Select(p => "  " + p))}") => Problems = problems;

    public IReadOnlyList<ManifestProblem> Problems { get; } = [];
}
