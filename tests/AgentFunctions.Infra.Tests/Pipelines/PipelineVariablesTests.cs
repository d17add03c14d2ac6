using System.Text.RegularExpressions;
using AgentFunctions.Infra.Tests.Repository;
using YamlDotNet.RepresentationModel;

namespace AgentFunctions.Infra.Tests.Pipelines;

/// <summary>What scripts and parameter files read comes to them in both pipelines: a pipeline that leaves one out deploys something else than azd did.</summary>
public sealed partial class PipelineVariablesTests
{
    private const string Manifests = "infra/apply-manifests.sh";

    // What no pipeline passes, and why.
    private static readonly Dictionary<string, string> NotPassed = new(StringComparer.Ordinal)
    {
        ["AGENTFUNCTIONS_ENTRA_MADE"] = "entra.sh makes the application from a person's machine; pipelines are given its ids",
        ["AGENTFUNCTIONS_ENTRA_WAIT"] = "of entra.sh, which no pipeline runs",
        ["AGENTFUNCTIONS_OPERATOR_ID"] = "of first-operator.sh: a person names operators",
        ["AGENTFUNCTIONS_VAR_AZURE_OPENAI_ENDPOINT"] = "passed with all others that begin with AGENTFUNCTIONS_VAR_",
        ["AGENTFUNCTIONS_VAR_AZURE_OPENAI_DEPLOYMENT"] = "passed with all others that begin with AGENTFUNCTIONS_VAR_",
    };

    private static readonly YamlMappingNode GitHub = Yaml.Read(".github/workflows/deploy.yml");
    private static readonly YamlMappingNode AzureDevOps = Yaml.Read("pipelines/azure-devops.yml");

    [Fact]
    public void NotPassed_EveryName_IsStillRead() => Assert.Empty(NotPassed.Keys.Except(InfraVariables.Read));

    [Fact]
    public void GitHub_EveryVariable_IsPassed() => Assert.Empty(InfraVariables.Read.Except(NotPassed.Keys).Except([.. Environment(GitHub).Select(static one => one.Name), .. Outputs(GitHub, "run")]));

    [Fact]
    public void GitHub_Values_AreThoseOfTheSameName() =>
        Assert.All(Environment(GitHub).Where(static one => one.Name is not ("AZURE_ENV_NAME" or "PARAMETERS" or "VARIABLES")), static one =>
            Assert.Matches($$$"""^\$\{\{ (vars|secrets)\.{{{one.Name}}} \}\}$""", one.Value));

    [Fact]
    public void GitHub_VariablesOfManifests_ArePassedInBothJobs() =>
        Assert.Equal(2, Yaml.Mappings(GitHub).Count(static step =>
            step.Fields("env").Contains(("VARIABLES", "${{ toJSON(vars) }}")) && step.Text("run") is { } run && run.Contains("startswith(\"AGENTFUNCTIONS_VAR_\")", StringComparison.Ordinal) && run.Contains("GITHUB_ENV", StringComparison.Ordinal)));

    // An agent of Azure DevOps hands every variable of a group to scripts by its name, but for secrets: these a step names.
    [Fact]
    public void AzureDevOps_Group_AndEverySecret_ArePassed()
    {
        Assert.Contains(Yaml.Mappings(AzureDevOps), static one => one.Text("group") == "agentfunctions-${{ parameters.environment }}");
        string[] secrets = [.. Environment(GitHub).Where(static one => one.Value.Contains("secrets.", StringComparison.Ordinal)).Select(static one => one.Name)];
        Assert.Equal(2, secrets.Length);
        var apply = Assert.Single(Yaml.Mappings(AzureDevOps), static step => step.Text("name") == "apply" && step.Text("task") == "AzureCLI@2");
        Assert.All(secrets, secret => Assert.Contains((secret, $"$({secret})"), apply.Fields("env")));
        Assert.All(Yaml.Mappings(AzureDevOps).Where(static step => step.Text("task") == "AzureCLI@2"), static step => Assert.Contains(("AGENTFUNCTIONS_ALERT_WEBHOOK", "$(AGENTFUNCTIONS_ALERT_WEBHOOK)"), step.Fields("env")));
    }

    [Fact]
    public void Outputs_OfTheDeployment_ComeToTheManifestsInBoth()
    {
        string[] outputs = ["AGENTFUNCTIONS_URL", "AZURE_OPENAI_DEPLOYMENT", "AZURE_OPENAI_ENDPOINT"];
        Assert.Empty(outputs.Except(Outputs(GitHub, "run")));
        Assert.Empty(outputs.Except(Exported().Matches(Script(AzureDevOps)).SelectMany(static match => match.Groups[1].Value.Split(' '))));
    }

    [Fact]
    public void Manifests_AreCheckedBeforeAndAppliedAfter_InBoth()
    {
        string[] runs = [.. Yaml.Mappings(GitHub).Select(static step => step.Text("run")?.Trim()).OfType<string>().Where(static run => run.StartsWith(Manifests, StringComparison.Ordinal))];
        Assert.Equal([Manifests + " validate", Manifests], runs);
        Assert.Single(Yaml.Mappings(AzureDevOps), static step => step.Text("script")?.Trim() == Manifests + " validate");
        Assert.Contains("&& " + Manifests + ";", Script(AzureDevOps), StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_All_AreInTheDeployPage()
    {
        var page = Tree.Read("docs/deploy.md");
        Assert.All(Environment(GitHub).Select(static one => one.Name).Where(static name => name.StartsWith("AGENTFUNCTIONS_", StringComparison.Ordinal)), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    private static IEnumerable<(string Name, string Value)> Environment(YamlMappingNode pipeline) => Yaml.Mappings(pipeline).SelectMany(static one => one.Fields("env"));

    private static IEnumerable<string> Outputs(YamlMappingNode pipeline, string field) =>
        Yaml.Mappings(pipeline).Select(step => step.Text(field)).OfType<string>().Where(static run => run.Contains("echo \"$name=$(output \"$name\")\" >> \"$GITHUB_ENV\"", StringComparison.Ordinal))
            .SelectMany(static run => Looped().Matches(run)).SelectMany(static match => match.Groups[1].Value.Split(' '));

    private static string Script(YamlMappingNode pipeline) => string.Join('\n', Yaml.Mappings(pipeline).Select(static one => one.Text("inlineScript")).OfType<string>());

    [GeneratedRegex("for name in ([A-Z_ ]+); do")]
    private static partial Regex Looped();

    [GeneratedRegex("(?m)^ *export ([A-Z_ ]+)$")]
    private static partial Regex Exported();
}
