namespace AgentFunctions.Core.Tests.Resources.Manifests;

/// <summary>Overlays are merge patches (RFC 7396) on what has the same kind and id.</summary>
public sealed class OverlayTests
{
    private const string Base = "apiVersion: agentfunctions/v1\nkind: agents\nid: triage\nspec:\n  owner: me\n  tools: [a]\n  models:\n    - sim-small\n  limits:\n    steps: 20\n    deadline: \"00:10:00\"\n";

    [Fact]
    public async Task Read_Environment_MergesObjectsReplacesListsAndRemovesNulls()
    {
        using var folder = new ManifestFolder().With("agents/triage.yaml", Base).With("overlays/prod/any/name.yaml", "kind: agents\nid: triage\nspec:\n  tools:\n  models: [gpt-4o]\n  limits: {steps: 5}\n");

        var manifest = Assert.Single((await folder.ReadAsync("prod")).Manifests);

        Assert.Equal("""{"owner":"me","models":["gpt-4o"],"limits":{"steps":5,"deadline":"00:10:00"}}""", manifest.Spec.GetRawText());
        Assert.Equal("""{"owner":"me","tools":["a"],"models":["sim-small"],"limits":{"steps":20,"deadline":"00:10:00"}}""", (await folder.ReadAsync()).Manifests[0].Spec.GetRawText());
    }

    [Fact]
    public async Task Read_FindingInAMergedResource_NamesTheFileItCameFrom()
    {
        using var folder = new ManifestFolder().With("agents/triage.yaml", Base.Replace("owner: me", "userInput: maybe", StringComparison.Ordinal))
            .With("overlays/prod/triage.yaml", "kind: agents\nid: triage\nspec:\n  limits:\n    steps: 0\n");

        var problems = (await folder.ReadAsync("prod")).Problems.Select(p => p.ToString()).ToList();

        Assert.Equal(2, problems.Count);
        Assert.StartsWith("agents/triage.yaml:5: spec.userInput must be one of", problems[0], StringComparison.Ordinal);
        Assert.StartsWith("overlays/prod/triage.yaml:5: spec.limits.steps must be at least 1", problems[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_WhatTheBaseLacks_IsAdded()
    {
        using var folder = new ManifestFolder().With("agents/triage.yaml", Base)
            .With("overlays/prod/new.json", """{"apiVersion":"agentfunctions/v1","kind":"agents","id":"extra","spec":{"owner":null,"limits":{"steps":3,"deadline":null}}}""");

        var set = await folder.ReadAsync("prod");

        Assert.Empty(set.Problems);
        Assert.Equal("""{"limits":{"steps":3}}""", set.Manifests.Single(m => m.Id == "extra").Spec.GetRawText());
    }

    [Fact]
    public async Task Read_AddedWithoutApiVersion_IsIncomplete()
    {
        using var folder = new ManifestFolder().With("agents/triage.yaml", Base).With("overlays/prod/new.yaml", "kind: agents\nid: triaeg\nspec: {owner: you}\n");

        Assert.Equal("overlays/prod/new.yaml:1: apiVersion is required: agentfunctions/v1", await folder.ProblemAsync("prod"));
    }

    [Theory]
    [InlineData("prd", "overlays: the environment 'prd' has no overlays; there are dev, prod; did you mean prod?")]
    [InlineData("staging-west", "overlays: the environment 'staging-west' has no overlays; there are dev, prod")]
    [InlineData("../..", "overlays: the environment '../..' has no overlays; there are dev, prod")]
    public async Task Read_UnknownEnvironment_NamesThoseThatExist(string environment, string problem)
    {
        using var folder = new ManifestFolder().With("a.yaml", Base).With("overlays/dev/a.yaml", "kind: agents\nid: triage\n").With("overlays/prod/a.yaml", "kind: agents\nid: triage\n");

        Assert.Equal(problem, await folder.ProblemAsync(environment));
    }

    [Fact]
    public async Task Read_SameResourceTwiceInAnEnvironment_NamesBothPlaces()
    {
        using var folder = new ManifestFolder().With("a.yaml", Base).With("overlays/prod/a.yaml", "kind: agents\nid: triage\n").With("overlays/prod/b.yaml", "kind: agents\nid: triage\n");

        Assert.Equal("overlays/prod/b.yaml:2: id agents/triage is declared in overlays/prod/a.yaml:1 too: keep one", await folder.ProblemAsync("prod"));
    }

    [Fact]
    public async Task Read_FileOfNoEnvironment_IsAProblemAlways()
    {
        using var folder = new ManifestFolder().With("a.yaml", Base).With("overlays/prod.yaml", "kind: agents\nid: triage\n");

        Assert.Contains("belongs to no environment", await folder.ProblemAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OverlayOfKindOrIdThatIsUnknown_IsAProblem()
    {
        using var folder = new ManifestFolder().With("a.yaml", Base).With("overlays/prod/a.yaml", "kind: agnets\nid: triage\n");

        Assert.Contains("did you mean agents?", await folder.ProblemAsync("prod"), StringComparison.Ordinal);
    }
}
