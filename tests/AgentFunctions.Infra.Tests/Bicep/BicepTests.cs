using System.Text.Json;
using AgentFunctions.Infra.Tests.Repository;

namespace AgentFunctions.Infra.Tests.Bicep;

/// <summary>The CLI ends with 0 on type errors: what it says is what counts.</summary>
public sealed class BicepTests
{
    public static TheoryData<string> Sources => [.. Tree.Files("infra", "*.bicep"), .. Tree.Files("infra", "*.bicepparam")];

    public static TheoryData<string> Parameters => [.. Tree.Files("infra", "*.bicepparam")];

    [Fact]
    public void Main_Build_HasNoDiagnostics() => AssertSilent(BicepCli.Run("build", Tree.Absolute("infra/main.bicep"), "--stdout"));

    [Fact]
    public void Main_Lint_HasNoDiagnostics() => AssertSilent(BicepCli.Run("lint", Tree.Absolute("infra/main.bicep")));

    [Fact]
    public void Build_WrongProperty_IsFound()
    {
        var folder = Directory.CreateTempSubdirectory("agentfunctions-bicep");
        try
        {
            var file = Path.Combine(folder.FullName, "wrong.bicep");
            File.WriteAllText(file, "resource a 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {\n  name: 'aaa'\n}\noutput b string = a.properties.noSuchProperty\n");
            Assert.NotEqual("", BicepCli.Run("build", file, "--stdout").Errors.Trim());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Sources_Format_IsTheFormatters(string path)
    {
        var formatted = BicepCli.Run("format", Tree.Absolute(path), "--stdout");
        AssertSilent(formatted);
        Assert.Equal(formatted.Output.ReplaceLineEndings("\n"), Tree.Read(path).ReplaceLineEndings("\n"));
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void Parameters_Build_HasNoDiagnosticsAndFitsMain(string path)
    {
        var built = BicepCli.Run("build-params", Tree.Absolute(path), "--stdout");
        AssertSilent(built);
        using var document = JsonDocument.Parse(built.Output);
        using var values = JsonDocument.Parse(document.RootElement.GetProperty("parametersJson").GetString()!);
        Assert.True(values.RootElement.GetProperty("parameters").TryGetProperty("environmentName", out _));
    }

    [Theory]
    [InlineData("true", "", true, 0)]
    [InlineData("", "", false, 0)]
    [InlineData("false", "/subscriptions/s/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/theirs", false, 1)]
    public void Parameters_OpenAi_ComesFromTheEnvironment_AndAnEmptyTextIsNotSet(string deploy, string id, bool deploys, int existing)
    {
        Assert.All(Tree.Files("infra", "*.bicepparam"), path =>
        {
            var built = Command.Run("env", "AGENTFUNCTIONS_DEPLOY_OPENAI=" + deploy, "AGENTFUNCTIONS_OPENAI_ID=" + id, "AGENTFUNCTIONS_OPENAI_MODEL=one", "AGENTFUNCTIONS_MONTHLY_BUDGET=", "AGENTFUNCTIONS_BUDGET_START=", "AGENTFUNCTIONS_TRUSTED_PROXY_HOPS=", BicepCli.Program, "build-params", Tree.Absolute(path), "--stdout");
            AssertSilent(built);
            using var document = JsonDocument.Parse(built.Output);
            using var values = JsonDocument.Parse(document.RootElement.GetProperty("parametersJson").GetString()!);
            JsonElement Value(string name) => values.RootElement.GetProperty("parameters").GetProperty(name).GetProperty("value");
            Assert.Equal(deploys, Value("deployOpenAi").GetBoolean());
            Assert.Equal(existing, Value("existing").EnumerateObject().Count());
            Assert.Equal("one", Assert.Single(Value("openAiDeployments").EnumerateArray()).GetProperty("name").GetString());
        });
    }

    private static void AssertSilent(Command command)
    {
        Assert.Equal("", command.Errors.Trim());
        Assert.Equal(0, command.ExitCode);
    }
}
