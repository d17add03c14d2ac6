using System.Globalization;
using System.Text.RegularExpressions;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Http.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Http.Tests.Hosting;

/// <summary>
/// One function of the Functions host for every entry of the catalogue of workflows, no more and no fewer, by name: an entry without one fails its runs there. Read as text, like the triggers
/// (<see cref="FunctionsTriggerTests"/>): that project needs packages which not every build has.
/// </summary>
public sealed partial class FunctionsCatalogueTests
{
    /// <summary>What the Durable adapter registers for itself; the shared services know nothing of it.</summary>
    private static readonly string[] OfTheAdapter = ["WorkflowClaimChild"];

    [Fact]
    public void Workflows_OfTheCatalogue_AreTheOrchestratorFunctions() =>
        Assert.Equal(
            Catalogue().Workflows.Select(static entry => (FunctionName(entry), entry.Name, entry.Version)).Order(),
            Matches(Orchestrator()).Select(static match => (match.Groups["function"].Value, match.Groups["name"].Value, int.Parse(match.Groups["version"].Value, CultureInfo.InvariantCulture))).Order());

    [Fact]
    public void Activities_OfTheCatalogue_AreTheActivityFunctions() =>
        Assert.Equal(
            Catalogue().Activities.Select(static entry => entry.Name).Concat(OfTheAdapter).Order(StringComparer.Ordinal),
            Matches(Activity()).Select(static match => match.Groups["name"].Value).Order(StringComparer.Ordinal));

    // A function in another form (a name that says one thing and runs another, more than one statement) matches neither.
    [Fact]
    public void Functions_All_AreOneStatementUnderTheNameTheyRun() =>
        Assert.Equal(Matches(AnyFunction()).Count, Matches(Orchestrator()).Count + Matches(Activity()).Count);

    [Fact]
    public void Names_AreThoseThatFunctionsAllow()
    {
        var names = Matches(AnyFunction()).Select(static match => match.Groups["function"].Value).Concat(RouteSurfaces.All.Select(static surface => surface.FunctionName)).ToList();

        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names, static name => Assert.Matches("^[A-Za-z][A-Za-z0-9_-]{0,126}$", name));
    }

    /// <summary>As <c>DurableNames</c> makes it.</summary>
    private static string FunctionName(WorkflowEntry entry) => entry.Version == 1 ? entry.Name : string.Create(CultureInfo.InvariantCulture, $"{entry.Name}_v{entry.Version}");

    private static WorkflowCatalogOptions Catalogue()
    {
        using var services = new ServiceCollection().AddAgentFunctions().BuildServiceProvider();
        return services.GetRequiredService<IOptions<WorkflowCatalogOptions>>().Value;
    }

    private static List<Match> Matches(Regex form) => [.. Sources().SelectMany(source => form.Matches(source))];

    private static List<string> Sources()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AgentFunctions.sln"))) folder = folder.Parent;
        Assert.NotNull(folder);
        var project = Path.Combine(folder.FullName, "src", "AgentFunctions.Functions");
        return [.. Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText)
            .Where(static source => !source.Contains("HttpTrigger(", StringComparison.Ordinal) && !source.Contains("EventHubTrigger(", StringComparison.Ordinal) && !source.Contains("TimerTrigger(", StringComparison.Ordinal))];
    }

    [GeneratedRegex("""
        \[Function\("(?<function>[^"]+)"\)\]\s+public Task<JsonElement> \w+Async\(\[OrchestrationTrigger\] TaskOrchestrationContext context\) => runner\.RunAsync\(context, "(?<name>[^"]+)", (?<version>\d+)\);
        """)]
    private static partial Regex Orchestrator();

    [GeneratedRegex("""
        \[Function\("(?<name>[^"]+)"\)\]\s+public Task<JsonElement> \w+Async\(\[ActivityTrigger\] JsonElement input, \[DurableClient\] DurableTaskClient client, CancellationToken cancellationToken\) =>\s+runner\.RunAsync\(client, "\k<name>", input, cancellationToken\);
        """)]
    private static partial Regex Activity();

    [GeneratedRegex("""\[Function\("?(?<function>[^")]+)"?\)\]""")]
    private static partial Regex AnyFunction();
}
