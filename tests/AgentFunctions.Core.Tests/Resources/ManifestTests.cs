using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Manifests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Resources;

public sealed class ManifestTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("manifests");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Apply_AnyFileOrder_FollowsReferences()
    {
        await using var instance = new ControlInstance();
        Write("a-key.json", "keys", "k1", """{"agent":"demo"}""");
        Write("b-agent.json", "agents", "demo", """{"models":["sim-small","sim-else"]}""");
        Write("c-model.json", "models", "sim-*", """{"targets":[{"provider":"sim","price":"cheap"}]}""");
        Write("d-model.json", "models", "sim-small", """{"targets":[{"provider":"sim"}]}""");
        Write("e-price.json", "prices", "cheap", """{"input":"1","output":"2"}""");
        Write("f-provider.json", "providers", "sim", """{"type":"simulated"}""");

        var report = await ApplyAsync(instance);

        Assert.Empty(report.Problems);
        Assert.Equal(6, report.Applied.Count);
        Assert.NotNull((await instance.ViewAsync())!.ResolveModel("sim-small"));
    }

    [Fact]
    public async Task Apply_Unchanged_OverwritesNothingThatOperatorsChanged()
    {
        await using var instance = new ControlInstance();
        Write("p.json", "providers", "sim", """{"type":"simulated"}""");
        Write("m.json", "models", "m", """{"targets":[{"provider":"sim"}]}""");
        await ApplyAsync(instance);
        await instance.PutAsync("providers", "sim", """{"type":"simulated","headers":{"x-by":"operator"}}""");
        await instance.DeleteAsync("models", "m");
        await using var restarted = instance.Sibling();

        var report = await ApplyAsync(restarted);

        Assert.Empty(report.Applied);
        Assert.Equal(["providers/sim", "models/m"], report.Unchanged);
        Assert.Contains("operator", (await GetAsync(restarted, "sim")), StringComparison.Ordinal);
        Assert.Null((await restarted.ViewAsync())!.ResolveModel("m"));
    }

    [Fact]
    public async Task Apply_ChangedFile_WinsOverTheOperator()
    {
        await using var instance = new ControlInstance();
        Write("p.json", "providers", "sim", """{"type":"simulated"}""");
        await ApplyAsync(instance);
        await instance.PutAsync("providers", "sim", """{"type":"simulated","headers":{"x-by":"operator"}}""");
        Write("p.json", "providers", "sim", """{"type":"simulated","headers":{"x-by":"manifest"}}""");

        var report = await ApplyAsync(instance);

        Assert.Equal(["providers/sim"], report.Applied);
        Assert.Contains("manifest", await GetAsync(instance, "sim"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_TwiceTheSame_KeepsETagAndSequence()
    {
        await using var instance = new ControlInstance();
        Write("p.json", "providers", "sim", """{"type":"simulated"}""");
        await ApplyAsync(instance);
        var before = (await instance.ViewAsync())!;

        await ApplyAsync(instance);
        instance.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Same(before, await instance.ViewAsync());
    }

    [Fact]
    public async Task Apply_KeyManifest_NeverTouchesItsSecret()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var key = await instance.IssueAsync("k1");
        Write("k.json", "keys", "k1", """{"agent":"demo","expiresAt":"2030-01-01T00:00:00Z"}""");

        Assert.Equal(["keys/k1"], (await ApplyAsync(instance)).Applied);

        Assert.Equal("ok", await instance.VerdictAsync(key));
    }

    [Fact]
    public async Task Apply_WithProblems_ReportsAllAndWritesNothing()
    {
        await using var instance = new ControlInstance();
        Write("fine.json", "providers", "sim", """{"type":"simulated"}""");
        Write("typo.json", "providers", "p", """{"type":"openai","endpont":"https://a/v1"}""");
        Write("dangling.json", "models", "m", """{"targets":[{"provider":"nobody"}]}""");
        Write("twin.json", "providers", "sim", """{"type":"simulated"}""");
        File.WriteAllText(Path.Combine(_folder.FullName, "broken.json"), "{ nonsense");
        File.WriteAllText(Path.Combine(_folder.FullName, "kind.json"), """{"apiVersion":"agentfunctions/v1","kind":"widgets","id":"x","spec":{}}""");
        File.WriteAllText(Path.Combine(_folder.FullName, "list.json"), "[]");

        var report = await ApplyAsync(instance);

        Assert.False(report.IsOk);
        Assert.Equal(
            ["broken.json $", "dangling.json spec.targets[0].provider", "kind.json kind", "list.json $", "twin.json id", "typo.json spec.endpont"],
            report.Problems.Select(p => $"{p.File} {p.Path}").Distinct().Order(StringComparer.Ordinal));
        Assert.Empty((await instance.ViewAsync())!.Providers);
    }

    [Fact]
    public async Task Apply_SameInYaml_IsUnchangedAndAnEnvironmentIsAnotherSet()
    {
        await using var instance = new ControlInstance();
        Write("p.json", "providers", "sim", """{"type":"simulated"}""");
        await ApplyAsync(instance);
        File.Delete(Path.Combine(_folder.FullName, "p.json"));
        File.WriteAllText(Path.Combine(_folder.FullName, "p.yaml"), "# The same\napiVersion: agentfunctions/v1\nkind: providers\nid: sim\nspec: {type: simulated}\n");
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "overlays", "prod"));
        File.WriteAllText(Path.Combine(_folder.FullName, "overlays", "prod", "p.yaml"), "kind: providers\nid: sim\nspec: {headers: {x-by: prod}}\n");

        Assert.Equal(["providers/sim"], (await ApplyAsync(instance)).Unchanged);
        Assert.Equal(["providers/sim"], (await instance.Manifests.ApplyFolderAsync(_folder.FullName, "prod", None)).Applied);
        Assert.Contains("prod", await GetAsync(instance, "sim"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_NoSuchFolder_IsAProblem()
    {
        await using var instance = new ControlInstance();

        var report = await instance.Manifests.ApplyFolderAsync(Path.Combine(_folder.FullName, "absent"), None);

        Assert.Single(report.Problems);
    }

    [Fact]
    public async Task Apply_StoredByteOrderMark_IsNoProblem()
    {
        await using var instance = new ControlInstance();
        File.WriteAllText(
            Path.Combine(_folder.FullName, "p.json"), """{"apiVersion":"agentfunctions/v1","kind":"providers","id":"sim","spec":{"type":"simulated"}}""", new System.Text.UTF8Encoding(true));

        Assert.Equal(["providers/sim"], (await ApplyAsync(instance)).Applied);
    }

    [Fact]
    public async Task Apply_Variable_IsFilledAndAMissingOneIsAProblem()
    {
        await using var instance = new ControlInstance();
        Write("p.json", "providers", "a", """{"type":"openai","endpoint":"https://${AGENTFUNCTIONS_VAR_AZURE_OPENAI_RESOURCE}.example.com/v1"}""");
        Assert.True((await ApplyAsync(instance)).IsOk);
        Assert.Contains("https://my-resource.example.com/v1", await GetAsync(instance, "a"), StringComparison.Ordinal);

        Write("p.json", "providers", "a", """{"type":"openai","endpoint":"https://${AGENTFUNCTIONS_VAR_ABSENT}.example.com/v1"}""");
        Write("q.json", "providers", "b", """{"type":"openai","endpoint":"https://${HOME}.example.com/v1"}""");
        var problems = (await ApplyAsync(instance)).Problems;

        Assert.Contains(problems, p => p.File == "p.json" && p.Message.Contains("AGENTFUNCTIONS_VAR_ABSENT", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.File == "q.json" && p.Path == "spec.endpoint");
    }

    [Fact]
    public async Task Startup_WithProblems_DoesNotStart()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "broken.json"), "{ nonsense");
        await using var instance = new ControlInstance(configure: s => s.AddLogging().AddAgentFunctionsManifests(_folder.FullName));
        var startup = Assert.Single(instance.Get<IEnumerable<IHostedService>>());

        var refusal = await Assert.ThrowsAsync<ManifestException>(() => startup.StartAsync(None));

        Assert.Contains("broken.json:1: is not valid JSON", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Startup_EmptyStore_CreatesTheDefaultTenantAndAppliesOnce()
    {
        Write("p.json", "providers", "sim", """{"type":"simulated"}""");
        await using var instance = new ControlInstance(configure: s => s.AddLogging().AddAgentFunctionsManifests(_folder.FullName));
        var startup = Assert.Single(instance.Get<IEnumerable<IHostedService>>());

        await startup.StartAsync(None);
        await startup.StartAsync(None);

        var view = (await instance.ViewAsync())!;
        // The tenant itself is the first change.
        Assert.Equal((true, 2L), (view.TenantExists, view.Sequence));
        Assert.Contains("sim", view.Providers.Keys);
    }

    [Theory]
    [MemberData(nameof(ShippedFolders))]
    public async Task Apply_ShippedFolder_HasNoProblems(string folder)
    {
        await using var instance = new ControlInstance();

        var report = await instance.Manifests.ApplyFolderAsync(Path.Combine(ShippedManifests.Root, folder), None);

        Assert.Empty(report.Problems);
        Assert.NotEmpty(report.Applied);
        var view = (await instance.ViewAsync())!;
        var agent = await view.FindAgentAsync("demo", None);
        Assert.NotNull(agent);
        Assert.All(agent.Spec.Models, m => Assert.NotNull(view.ResolveModel(m.TrimEnd('*') + "x") ?? view.ResolveModel(m)));
    }

    /// <summary>A limit in USD refuses targets without a price, so a set with one has prices for what it names.</summary>
    [Theory]
    [MemberData(nameof(ShippedFolders))]
    public async Task Apply_ShippedFolder_GivesEveryAgentADailyBudgetThatItsModelsCanBeHeldTo(string folder)
    {
        await using var instance = new ControlInstance(time: new FakeTimeProvider(ShippedPrices.Researched));
        await ShippedPrices.ApplyAsync(instance);
        await instance.Manifests.ApplyFolderAsync(Path.Combine(ShippedManifests.Root, folder), None);
        var view = (await instance.ViewAsync())!;

        var limit = Assert.Single(view.ResolveLimits(new LimitPath(null, "any", null, null, null, null, null)));

        Assert.Equal((LimitWindow.Day, LimitMode.Enforce), (limit.Window, limit.Mode));
        if (limit.Unit != LimitUnit.Usd) return;
        Assert.All(view.Models.Values.Where(m => !m.Id.EndsWith('*')).SelectMany(m => m.Spec.Targets.Select(t => (m.Id, Target: t))), m => Assert.NotNull(view.ResolvePrice(m.Target.Price, m.Target.Deployment ?? m.Id)));
    }

    public static TheoryData<string> ShippedFolders => [.. ShippedManifests.Folders];

    private Task<ManifestReport> ApplyAsync(ControlInstance instance) => instance.Manifests.ApplyFolderAsync(_folder.FullName, None);

    private void Write(string file, string kind, string id, string spec) => File.WriteAllText(
        Path.Combine(_folder.FullName, file), $$"""{"apiVersion":"agentfunctions/v1","kind":"{{kind}}","id":"{{id}}","spec":""" + spec + "}");

    private static async Task<string> GetAsync(ControlInstance instance, string id) =>
        (await instance.Resources.GetAsync(Actor.System("default"), ResourceKinds.Providers, id, None)).Value!.Spec.GetRawText();
}
