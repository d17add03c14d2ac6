namespace AgentFunctions.Core.Tests.Resources.Manifests;

/// <summary>Every finding is shown where it was written, also one that a server makes.</summary>
public sealed class ManifestPositionTests
{
    private const string Agents = """
        # Two agents
        apiVersion: agentfunctions/v1
        kind: agents
        id: triage
        spec:
          owner: me
          models:
            - sim-small
            - "x*y"
        ---
        apiVersion: agentfunctions/v1
        kind: agents
        id: writer
        spec:
          onwer: me
          limits: {steps: 0, deadline: 00:10:00}
        """;

    [Fact]
    public async Task Read_FindingsInYaml_NameFileLineAndPath()
    {
        using var folder = new ManifestFolder().With("agents/two.yaml", Agents);

        var problems = (await folder.ReadAsync()).Problems;

        Assert.Collection(
            problems.Select(p => p.ToString()),
            p => Assert.StartsWith("agents/two.yaml:9: spec.models[1] does not match", p, StringComparison.Ordinal),
            p => Assert.Equal("agents/two.yaml:15: spec.onwer unknown field 'onwer'; did you mean 'owner'?", p),
            p => Assert.Equal("agents/two.yaml:16: spec.limits.steps must be at least 1", p));
        Assert.Equal([7, 3, 12], problems.Select(p => p.Column));
    }

    [Fact]
    public async Task Read_FindingsInJson_NameFileLineAndPath()
    {
        using var folder = new ManifestFolder().With("list.json", """
            { "items": [
              { "apiVersion": "agentfunctions/v1", "kind": "providers", "id": "a", "spec": { "type": "simulated" } },
              {
                "apiVersion": "agentfunctions/v1", "kind": "agents", "id": "b",
                "spec": {
                  "models": [ "sim-small",
                    7 ]
                }
              }
            ] }
            """);

        Assert.StartsWith("list.json:7: spec.models[1] must be a string, not an integer", await folder.ProblemAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apiVersion: agentfunctions/v1\nkind: prices\nid: p\nspec:\n  input: 1.50\n  output: \"5.00\"\n", "f.yaml:5: spec.input must be a string, not a number", ": write it in quotes")]
    [InlineData("apiVersion: agentfunctions/v1\nkind: providers\nid: p\nspec:\n  type: simulated\n  allowInsecure: no\n", "f.yaml:6: spec.allowInsecure must be a boolean, not a string", "write true or false")]
    [InlineData("apiVersion: agentfunctions/v1\nkind: providers\nid: 12\nspec:\n  type: simulated\n", "f.yaml:3: id must be a string", "write it in quotes")]
    [InlineData("apiVersion: agentfunctions/v1\nkind: agent\nid: a\nspec: {}\n", "f.yaml:2: kind must be one of", "did you mean agents?")]
    [InlineData("kind: agents\nid: a\nspec: {}\n", "f.yaml:1: apiVersion is required", "agentfunctions/v1")]
    [InlineData("apiVersion: agentfunctions/v1\nkind: agents\nspec: {}\n", "f.yaml:1: id is required", "")]
    [InlineData("apiVersion: agentfunctions/v1\nkind: agents\nid: a b\nspec: {}\n", "f.yaml:3: id must match", "")]
    [InlineData("apiVersion: agentfunctions/v1\nkind: agents\nid: a\nspec:\n  models:\n", "f.yaml:5: spec.models must be an array, not null", "")]
    [InlineData("apiVersion: agentfunctions/v1\nkind: models\nid: a\nspec:\n  strategy: priority\n", "f.yaml:4: spec.targets is required", "")]
    [InlineData("- 1\n", "f.yaml:1: must be an object", "")]
    [InlineData("just text\n", "f.yaml:1: must be an object", "")]
    [InlineData("apiVersion: agentfunctions/v1\nkind: agents\nid: a\nspec:\n  owner: x\n  owner: y\n", "f.yaml:6: spec.owner occurs twice", "")]
    [InlineData("kind: agents\nid: a\n\tspec: {}\n", "f.yaml:3: is not valid YAML", "tabs")]
    public async Task Read_MistakeInYaml_IsShownAtItsLineWithACure(string yaml, string begins, string contains)
    {
        using var folder = new ManifestFolder().With("f.yaml", yaml);

        var problem = await folder.ProblemAsync();

        Assert.StartsWith(begins, problem, StringComparison.Ordinal);
        Assert.Contains(contains, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"a\": 1,\n}", "f.json:3: is not valid JSON near line 3")]
    [InlineData("{\n  \"a\": 1,\n  \"a\": 2 }", "f.json:3: a occurs twice")]
    [InlineData("{}\n{}", "f.json:2: is not valid JSON")]
    [InlineData("// no\n{}", "f.json:1: is not valid JSON")]
    [InlineData("", "f.json:1: is empty")]
    [InlineData(" \n", "f.json:1: is empty")]
    [InlineData("[]", "f.json:1: holds no resource")]
    [InlineData("{\"items\":[]}", "f.json:1: holds no resource")]
    [InlineData("{\"items\":[],\n\"itemz\":1}", "f.json:2: itemz unknown field beside items")]
    [InlineData("{\"kind\":\"agents\",\n\"id\":\"\\ud800\"}", "f.json:2: contains a string that is not valid Unicode")]
    public async Task Read_MistakeInJson_IsShownAtItsLine(string json, string begins)
    {
        using var folder = new ManifestFolder().With("f.json", json);

        Assert.StartsWith(begins, await folder.ProblemAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OtherEncodings_AreRefused()
    {
        using var folder = new ManifestFolder().With("a.yaml", System.Text.Encoding.Unicode.GetPreamble()).With("b.yaml", [0x61, 0x3A, 0x20, 0xE4]);

        Assert.Equal(["a.yaml:1: is UTF-16: save it as UTF-8", "b.yaml:1: is not UTF-8: save it as UTF-8"], (await folder.ReadAsync()).Problems.Select(p => p.ToString()));
    }

    [Fact]
    public async Task Read_ByteOrderMarkAndCrLf_KeepLines()
    {
        using var folder = new ManifestFolder().With("a.yaml", [0xEF, 0xBB, 0xBF, .. System.Text.Encoding.UTF8.GetBytes(Agents.ReplaceLineEndings("\r\n"))]);

        Assert.Equal([9, 15, 16], (await folder.ReadAsync()).Problems.Select(p => p.Line));
    }

    [Fact]
    public async Task Locate_FindingOfAServer_IsShownInTheFile()
    {
        using var folder = new ManifestFolder()
            .With("agents.yaml", "apiVersion: agentfunctions/v1\nkind: agents\nid: a\nspec:\n  models:\n    - m\n    - n\n")
            .With("provider.json", """{"apiVersion":"agentfunctions/v1","kind":"providers","id":"p","spec":{"type":"simulated"}}""");
        var set = await folder.ReadAsync();

        // Sent in order of reference: the provider first.
        Assert.Equal("agents.yaml:7: spec.models[1] names models/n, which does not exist", set.Locate("items[1].spec.models[1]", "names models/n, which does not exist")?.ToString());
        Assert.Equal("provider.json:1: spec.endpoint is wrong", set.Locate("items[0].spec.endpoint", "is wrong")?.ToString());
        Assert.Equal("provider.json:1: is owned by x", set.Locate("items[0]", "is owned by x")?.ToString());
        Assert.Null(set.Locate("items[2].spec", "no"));
        Assert.Null(set.Locate("items[-1]", "no"));
        Assert.Null(set.Locate("items[99999999999]", "no"));
        Assert.Null(set.Locate("teams/support", "no"));
    }

    [Fact]
    public async Task FindUndeclared_NamesWhatTheSetLacks_WithItsPlace()
    {
        using var folder = new ManifestFolder()
            .With("agents.yaml", "apiVersion: agentfunctions/v1\nkind: agents\nid: a\nspec:\n  models:\n    - sim-smal\n    - gpt-4o\n    - other\n    - \"free*\"\n")
            .With("models.yaml", "apiVersion: agentfunctions/v1\nkind: models\nid: sim-small\nspec: {targets: [{provider: p}]}\n---\napiVersion: agentfunctions/v1\nkind: models\nid: gpt-*\nspec: {targets: [{provider: p}]}\n")
            .With("provider.json", """{"apiVersion":"agentfunctions/v1","kind":"providers","id":"p","spec":{"type":"simulated"}}""");
        var set = await folder.ReadAsync();

        Assert.True(set.IsOk);
        Assert.Equal(
            [
                "agents.yaml:6: spec.models[0] names models/sim-smal, which this folder does not declare (did you mean sim-small?)",
                "agents.yaml:8: spec.models[2] names models/other, which this folder does not declare",
            ],
            set.FindUndeclared().Select(p => p.ToString()));
    }
}
