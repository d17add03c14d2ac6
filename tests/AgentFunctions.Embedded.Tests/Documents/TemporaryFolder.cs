namespace AgentFunctions.Embedded.Tests.Documents;

/// <summary>A folder of one test, removed afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("agentfunctions-");

    /// <summary>A data folder that does not exist yet.</summary>
    public string Data => Path.Combine(_root.FullName, "data");

    public void Dispose()
    {
        try
        {
            _root.Delete(recursive: true);
        }
        catch (IOException)
        {
            // Left to the system's own cleaning.
        }
    }
}
