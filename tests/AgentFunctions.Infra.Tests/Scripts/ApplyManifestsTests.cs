using System.Text.RegularExpressions;
using AgentFunctions.Infra.Tests.Repository;

namespace AgentFunctions.Infra.Tests.Scripts;

/// <summary>infra/apply-manifests.sh over stand-ins: which folders, with which overlays, variables and key. That the sets are valid with such variables is tested with the manifests.</summary>
public sealed partial class ApplyManifestsTests : IDisposable
{
    private const string Sets = "AGENTFUNCTIONS_MANIFESTS=manifests/prices,manifests/azure-openai-identity";
    private static readonly string[] App = ["AGENTFUNCTIONS_URL=https://app.example.com", "AGENTFUNCTIONS_ENTRA_AUDIENCE=api://app"];
    private static readonly string[] Outputs = ["AZURE_OPENAI_ENDPOINT=https://made.openai.azure.com/", "AZURE_OPENAI_DEPLOYMENT=gpt-4.1-mini"];

    private readonly FakeCloud _cloud = new();

    public void Dispose() => _cloud.Dispose();

    [Fact]
    public void Apply_OutputsOfTheTemplate_FillEveryVariableOfTheSet()
    {
        AssertDone(_cloud.Run("infra/apply-manifests.sh", [.. App, .. Outputs, Sets]));

        Assert.Equal(["apply manifests/prices", "apply manifests/azure-openai-identity"], _cloud.Log("dotnet.log").Select(static line => line.Split(" --server ")[0]));
        Assert.Equal("token-for-api://apptoken-for-api://app", string.Concat(_cloud.Log("key.log")));
        var given = _cloud.Log("variables.log");
        Assert.Contains("AGENTFUNCTIONS_VAR_AZURE_OPENAI_ENDPOINT=https://made.openai.azure.com/", given);
        string[] needed = [.. Tree.Files("manifests/azure-openai-identity", "*.json").SelectMany(static path => Variable().Matches(Tree.Read(path)).Select(static match => match.Groups[1].Value)).Distinct()];
        Assert.NotEmpty(needed);
        Assert.Empty(needed.Except(given.Select(static line => line.Split('=')[0])));
    }

    [Fact]
    public void Apply_VariableOfOnesOwn_ComesBeforeTheOutput()
    {
        AssertDone(_cloud.Run("infra/apply-manifests.sh", [.. App, .. Outputs, Sets, "AGENTFUNCTIONS_VAR_AZURE_OPENAI_DEPLOYMENT=mine", "AGENTFUNCTIONS_ADMIN_KEY=bootstrap"]));

        Assert.Contains("AGENTFUNCTIONS_VAR_AZURE_OPENAI_DEPLOYMENT=mine", _cloud.Log("variables.log"));
        Assert.Equal("bootstrapbootstrap", string.Concat(_cloud.Log("key.log")));
        Assert.Empty(_cloud.Log("az.log"));
    }

    [Fact]
    public void Apply_Environment_IsMergedWhereAFolderHasIt()
    {
        var folder = _cloud.In("platform");
        Directory.CreateDirectory(Path.Combine(folder, "overlays", "prod"));

        AssertDone(_cloud.Run("infra/apply-manifests.sh", [.. App, $"AGENTFUNCTIONS_MANIFESTS=manifests/prices,{folder}", "AGENTFUNCTIONS_MANIFESTS_ENV=prod"]));

        Assert.Equal(["apply manifests/prices", $"apply {folder} --env prod"], _cloud.Log("dotnet.log").Select(static line => line.Split(" --server ")[0]));
    }

    [Theory]
    [InlineData("AGENTFUNCTIONS_MANIFESTS=manifests/prices", "no folder of AGENTFUNCTIONS_MANIFESTS has overlays/prod")]
    [InlineData("AGENTFUNCTIONS_MANIFESTS=manifests/prices,manifests/none", "there is no folder 'manifests/none'")]
    public void Apply_WhatIsNotThere_IsNamed_BeforeAnythingIsApplied(string manifests, string message)
    {
        var run = _cloud.Run("infra/apply-manifests.sh", [.. App, manifests, "AGENTFUNCTIONS_MANIFESTS_ENV=prod"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.Empty(_cloud.Log("dotnet.log"));
    }

    [Theory]
    [InlineData("AGENTFUNCTIONS_DEPLOY_OPENAI=true", 2)]
    [InlineData("AGENTFUNCTIONS_OPENAI_ID=/subscriptions/one", 2)]
    [InlineData("AGENTFUNCTIONS_DEPLOY_OPENAI=false", 0)]
    public void Validate_BeforeTheDeployment_CallsNobody_AndStandsInForItsOutputsAlone(string openAi, int variables)
    {
        AssertDone(_cloud.Run("infra/apply-manifests.sh", [Sets, openAi], "validate"));

        Assert.Equal(["validate manifests/prices", "validate manifests/azure-openai-identity"], _cloud.Log("dotnet.log"));
        Assert.Equal(variables, _cloud.Log("variables.log").Distinct().Count());
        Assert.Empty(_cloud.Log("curl.log"));
        Assert.Empty(_cloud.Log("az.log"));
    }

    private static void AssertDone(Command command)
    {
        Assert.Equal("", command.Errors);
        Assert.Equal(0, command.ExitCode);
    }

    [GeneratedRegex(@"\$\{(AGENTFUNCTIONS_VAR_[A-Z0-9_]+)\}")]
    private static partial Regex Variable();
}
