using System.Text.RegularExpressions;
using AgentFunctions.Http.Hosting;

namespace AgentFunctions.Http.Tests.Hosting;

/// <summary>
/// The triggers of the Functions host are held to their form as text: that project needs packages which not every build has, and what goes wrong in a trigger (a returned result cuts the
/// connection, a methods list turns 405 into 404) shows only on the real host.
/// </summary>
public sealed partial class FunctionsTriggerTests
{
    public static TheoryData<string> SurfaceNames => [.. RouteSurfaces.All.Select(surface => surface.FunctionName)];

    [Theory]
    [MemberData(nameof(SurfaceNames))]
    public void Trigger_OfEachSurface_ExistsOnce(string functionName)
    {
        var constant = ConstantPrefix(functionName);
        var files = TriggerSources().Where(source => source.Contains($"[Function(RouteSurfaces.{constant}Name)]", StringComparison.Ordinal)).ToList();

        var source = Assert.Single(files);
        Assert.Contains($"Route = RouteSurfaces.{constant}Route)]", source, StringComparison.Ordinal);
    }

    [Fact]
    public void Triggers_All_AreOneStatementThatInvokesTheApplication() =>
        Assert.All(TriggerSources(), source => Assert.Single(TriggerForm().Matches(source)));

    [Fact]
    public void Triggers_All_NameTheirFunctionByASurface() =>
        Assert.Equal(
            RouteSurfaces.All.Select(surface => ConstantPrefix(surface.FunctionName)).Order(StringComparer.Ordinal),
            TriggerSources().SelectMany(source => FunctionAttribute().Matches(source)).Select(match => match.Groups["surface"].Value).Order(StringComparer.Ordinal));

    // The binding costs every request of its function (docs/functions.md).
    [Fact]
    public void Triggers_WithAClientOfDurableTask_AreThoseOfTheApiAndTheProbes() =>
        Assert.Equal(
            ["Api", "Health"],
            TriggerSources().Where(source => source.Contains("[DurableClient]", StringComparison.Ordinal)).SelectMany(source => FunctionAttribute().Matches(source)).Select(match => match.Groups["surface"].Value).Order(StringComparer.Ordinal));

    // As text: its package is not in every feed (docs/functions.md).
    [Fact]
    public void Triggers_OfTheHubs_AreOneStatementThatComesAgainUntilItIsDone()
    {
        var triggers = Sources().Where(static source => source.Contains("EventHubTrigger(", StringComparison.Ordinal)).ToList();

        Assert.Equal(2, triggers.Count);
        Assert.All(triggers, static source => Assert.Single(HubTriggerForm().Matches(source)));
    }

    // Every minute, and never twice for one: the host gives a timer to one instance.
    [Fact]
    public void Trigger_OfTheJobs_IsOneStatementEveryMinuteWithAClientOfDurableTask() =>
        Assert.Single(TimerTriggerForm().Matches(Assert.Single(Sources(), static source => source.Contains("TimerTrigger(", StringComparison.Ordinal))));

    private static string ConstantPrefix(string functionName) =>
        typeof(RouteSurfaces).GetFields().Single(field => field.Name.EndsWith("Name", StringComparison.Ordinal) && functionName.Equals(field.GetValue(null)))
            .Name[..^"Name".Length];

    private static List<string> TriggerSources() => [.. Sources().Where(source => source.Contains("HttpTrigger(", StringComparison.Ordinal))];

    private static List<string> Sources() =>
        [.. Directory.EnumerateFiles(FunctionsProject(), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText)];

    private static string FunctionsProject()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AgentFunctions.sln"))) folder = folder.Parent;
        Assert.NotNull(folder);
        return Path.Combine(folder.FullName, "src", "AgentFunctions.Functions");
    }

    // The API and the probes bind the client of Durable Task, which nothing else can give.
    // Returns Task, anonymous to the host (the application authenticates), no methods list, one expression.
    [GeneratedRegex(
        @"public Task RunAsync\(\[HttpTrigger\(AuthorizationLevel\.Anonymous, Route = RouteSurfaces\.\w+Route\)\] HttpRequest request(?:\) =>\s+app\.InvokeAsync\(request\.HttpContext\)|, \[DurableClient\] DurableTaskClient client\) =>\s+app\.InvokeAsync\(durable\.See\(client, request\.HttpContext\)\));\s*\}\s*$")]
    private static partial Regex TriggerForm();

    [GeneratedRegex(
        """\[ExponentialBackoffRetry\(-1, "[0-9:]+", "[0-9:]+"\)\]\s+public Task RunAsync\(\s*\[EventHubTrigger\([^\]]+\)\] EventData\[\] events, (?:CancellationToken cancellationToken\) =>\s+stream\.FoldAsync\(events, |\[DurableClient\] DurableTaskClient client, CancellationToken cancellationToken\) =>\s+hub\.TakeAsync\(events, client, )cancellationToken\);\s*\}\s*$""")]
    private static partial Regex HubTriggerForm();

    [GeneratedRegex(
        """public Task RunAsync\(\[TimerTrigger\("0 \* \* \* \* \*"\)\] TimerInfo timer, \[DurableClient\] DurableTaskClient client, CancellationToken cancellationToken\) =>\s+wakeUp\.RunAsync\(client, cancellationToken\);\s*\}\s*$""")]
    private static partial Regex TimerTriggerForm();

    [GeneratedRegex(@"\[Function\((?:RouteSurfaces\.(?<surface>\w+)Name|[^)]*)\)\]")]
    private static partial Regex FunctionAttribute();
}
