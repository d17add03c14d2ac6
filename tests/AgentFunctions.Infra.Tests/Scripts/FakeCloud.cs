using System.Text.Json;
using AgentFunctions.Infra.Tests.Repository;

namespace AgentFunctions.Infra.Tests.Scripts;

/// <summary>A folder that the stand-ins of Fakes keep their state in, and scripts run with them in place of az, azd, curl and dotnet.</summary>
internal sealed class FakeCloud : IDisposable
{
    public const string ClientId = "22222222-2222-2222-2222-222222222222";
    public const string AzureCli = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agentfunctions-scripts");

    public JsonElement Application => JsonDocument.Parse(File.ReadAllText(In("app.json"))).RootElement.Clone();

    public bool HasApplication => File.Exists(In("app.json"));

    /// <summary>Runs a script of infra with these variables and no others: <c>NAME=value</c>.</summary>
    public Command Run(string script, IEnumerable<string> variables, params string[] arguments) => Command.Run(
        "env",
        [
            "-i", "PATH=" + Tree.Absolute("tests/AgentFunctions.Infra.Tests/Scripts/Fakes") + ":/usr/local/bin:/usr/bin:/bin", "FAKES=" + _folder.FullName, "AGENTFUNCTIONS_ENTRA_WAIT=0",
            .. variables, "bash", Tree.Absolute(script), .. arguments,
        ]);

    public string In(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Lines of what a stand-in wrote down, none where it was not called.</summary>
    public string[] Log(string name) => File.Exists(In(name)) ? File.ReadAllLines(In(name)) : [];

    public void Dispose() => _folder.Delete(recursive: true);
}
