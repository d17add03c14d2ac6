namespace AgentFunctions.Core.Tests.Resources.Manifests;

/// <summary>Which files are read, and what they mean together.</summary>
public sealed class ManifestFolderTests
{
    private static string Provider(string id, string more = "") => $"apiVersion: agentfunctions/v1\nkind: providers\nid: {id}\nspec:\n  type: simulated\n{more}";

    [Fact]
    public async Task Read_FoldersWithin_AreSortedAndHiddenOnesSkipped()
    {
        using var folder = new ManifestFolder()
            .With("b.yml", Provider("b")).With("a/z.YAML", Provider("z")).With("a.json", """[{"apiVersion":"agentfunctions/v1","kind":"providers","id":"a","spec":{"type":"simulated"}}]""")
            .With(".hidden.yaml", "nonsense: [").With(".git/x.yaml", "nonsense: [").With("notes.txt", "nonsense: [").With("overlays/prod/x.yaml", "nonsense: [").With("a/overlays/y.yaml", Provider("y"));

        var set = await folder.ReadAsync();

        Assert.Empty(set.Problems);
        Assert.Equal(["a.json", "a/overlays/y.yaml", "a/z.YAML", "b.yml"], set.Manifests.Select(m => m.File));
        Assert.Equal(["prod"], set.Environments);
    }

    [Fact]
    public async Task Read_FileBehindALink_IsReadAndAFolderBehindOneIsNot()
    {
        using var folder = new ManifestFolder().With(".data/a.yaml", Provider("a")).With("sub/b.yaml", Provider("b"));
        File.CreateSymbolicLink(Path.Combine(folder.FullPath, "a.yaml"), Path.Combine(".data", "a.yaml"));
        Directory.CreateSymbolicLink(Path.Combine(folder.FullPath, "sub", "circle"), folder.FullPath);

        Assert.Equal(["a.yaml", "sub/b.yaml"], (await folder.ReadAsync()).Manifests.Select(m => m.File));
    }

    [Fact]
    public async Task Read_SameResourceTwice_NamesBothPlaces()
    {
        using var folder = new ManifestFolder().With("a.yaml", Provider("x") + "---\n" + Provider("p")).With("b/c.yaml", "# again\n" + Provider("p"));

        Assert.Equal("b/c.yaml:4: id providers/p is declared in a.yaml:7 too: keep one", await folder.ProblemAsync());
    }

    [Fact]
    public async Task Read_SameIdOfAnotherKind_IsAnotherResource()
    {
        using var folder = new ManifestFolder().With("a.yaml", Provider("x") + "---\napiVersion: agentfunctions/v1\nkind: agents\nid: x\nspec: {}\n");

        Assert.Equal(["providers/x", "agents/x"], (await folder.ReadAsync()).Manifests.Select(m => m.Name));
    }

    [Fact]
    public async Task Read_JsonAndYaml_AreTheSame()
    {
        using var yaml = new ManifestFolder().With("a.yaml", "# comment\n" + Provider("x", "  headers: {x-a: b}\n"));
        using var json = new ManifestFolder().With("a.json", """{ "apiVersion": "agentfunctions/v1", "kind": "providers", "id": "x", "spec": { "type": "simulated", "headers": { "x-a": "b" } } }""");

        Assert.Equal((await json.ReadAsync()).Manifests[0].Hash, (await yaml.ReadAsync()).Manifests[0].Hash);
    }

    [Theory]
    [InlineData("agentfunctions.yaml", "managedBy: my-platform\n", "my-platform")]
    [InlineData("agentfunctions.yml", "managedBy: my-platform\n", "my-platform")]
    [InlineData("agentfunctions.json", "{\"managedBy\":\"my-platform\"}", "my-platform")]
    [InlineData("agentfunctions.yaml", "# nothing yet\n", null)]
    [InlineData("agentfunctions.yaml", "managedBy:\n", null)]
    public async Task Read_Settings_NameTheOwner(string file, string text, string? owner)
    {
        using var folder = new ManifestFolder().With("a.yaml", Provider("x")).With(file, text);

        var set = await folder.ReadAsync();

        Assert.Empty(set.Problems);
        Assert.Equal(owner, set.ManagedBy);
    }

    [Theory]
    [InlineData("managedBy: 5\n", "agentfunctions.yaml:1: managedBy must have 1 to 128")]
    [InlineData("managedBy: a b\n", "agentfunctions.yaml:1: managedBy must have 1 to 128")]
    [InlineData("managedBy: a\nenv: prod\n", "agentfunctions.yaml:2: env unknown field")]
    [InlineData("managedBy: a\n---\nmanagedBy: b\n", "agentfunctions.yaml:3: must be one object")]
    [InlineData("- a\n- b\n", "agentfunctions.yaml:2: must be one object")]
    public async Task Read_WrongSettings_AreAProblem(string text, string begins)
    {
        using var folder = new ManifestFolder().With("a.yaml", Provider("x")).With("agentfunctions.yaml", text);

        Assert.StartsWith(begins, (await folder.ReadAsync()).Problems[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_SettingsTwice_AreAProblem()
    {
        using var folder = new ManifestFolder().With("agentfunctions.yaml", "managedBy: a\n").With("agentfunctions.json", "{\"managedBy\":\"b\"}");

        Assert.Contains("keep one", await folder.ProblemAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Variables_FillStringsAndKeepTypes()
    {
        using var folder = new ManifestFolder().With("a.yaml", Provider("x", "  headers:\n    x-a: ${AGENTFUNCTIONS_VAR_A}\n    x-b: \"<${AGENTFUNCTIONS_VAR_A}${AGENTFUNCTIONS_VAR_A}>\"\n    x-c: ${HOME}\n"));
        folder.Variables["AGENTFUNCTIONS_VAR_A"] = "5\", injected: \"";
        folder.Variables["HOME"] = "/home/me";

        var headers = Assert.Single((await folder.ReadAsync()).Manifests).Spec.GetProperty("headers");

        Assert.Equal("5\", injected: \"", headers.GetProperty("x-a").GetString());
        Assert.Equal("<5\", injected: \"5\", injected: \">", headers.GetProperty("x-b").GetString());
        Assert.Equal("${HOME}", headers.GetProperty("x-c").GetString());
    }

    [Fact]
    public async Task Read_MissingVariable_NamesItsLine()
    {
        using var folder = new ManifestFolder().With("a.yaml", Provider("x", "  headers:\n    x-a: ${AGENTFUNCTIONS_VAR_A}\n"));

        Assert.Equal("a.yaml:7: needs the environment variable AGENTFUNCTIONS_VAR_A: set it and start again", await folder.ProblemAsync());
    }

    [Fact]
    public async Task ToRequest_ItemsAndOwner_AreInOrderOfReference()
    {
        using var folder = new ManifestFolder().With("a.yaml", "apiVersion: agentfunctions/v1\nkind: agents\nid: x\nspec: {}\n").With("b.yaml", Provider("p"));

        Assert.Equal(
            """{"managedBy":"me","items":[{"apiVersion":"agentfunctions/v1","kind":"providers","id":"p","spec":{"type":"simulated"}},{"apiVersion":"agentfunctions/v1","kind":"agents","id":"x","spec":{}}]}""",
            System.Text.Encoding.UTF8.GetString((await folder.ReadAsync()).ToRequest("me").Span));
    }

    [Fact]
    public async Task Read_OneResourceInJson_KnowsTheHashThatEarlierVersionsRemembered()
    {
        const string Json = """{ "apiVersion": "agentfunctions/v1", "kind": "providers", "id": "x", "spec": { "type": "simulated", "headers": { "x-a": "${AGENTFUNCTIONS_VAR_A}" } } }""";
        using var folder = new ManifestFolder().With("a.json", Json).With("b.yaml", Provider("y"));
        folder.Variables["AGENTFUNCTIONS_VAR_A"] = "b";

        var hashes = (await folder.ReadAsync()).Manifests.Select(m => m.FileHash);

        var filled = Json.Replace("${AGENTFUNCTIONS_VAR_A}", "b", StringComparison.Ordinal);
        Assert.Equal([Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(filled))), null], hashes);
    }
}
