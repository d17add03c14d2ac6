using AgentFunctions.Embedded.Files;

namespace AgentFunctions.LocalHost.Data;

/// <summary>The folder everything is kept in; readable by its owner only.</summary>
internal sealed class DataFolder
{
    private DataFolder(string path) => FullPath = path;

    public string FullPath { get; }

    /// <summary>Creates the folder if it is missing.</summary>
    /// <exception cref="StartupException">It cannot be created or is a file.</exception>
    public static DataFolder Open(string path)
    {
        try
        {
            OwnerOnlyFolder.Create(path);
            return new DataFolder(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The data folder {path} cannot be used: {exception.Message} Name another with --data.");
        }
    }

    public string File(string name) => Path.Combine(FullPath, name);
}
