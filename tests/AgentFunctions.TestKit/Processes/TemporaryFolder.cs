namespace AgentFunctions.TestKit.Processes;

/// <summary>A folder of the test's own, deleted at its end.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("agentfunctions-").FullName;

    /// <summary>A data folder that does not exist yet.</summary>
    public string Data => Sub("data");

    public string Sub(string name) => Path.Combine(FullPath, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(FullPath, recursive: true);
        }
        catch (IOException)
        {
            // A process that was killed a moment ago may still hold a file; the system's own cleaning takes it.
        }
    }
}
