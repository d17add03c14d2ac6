using System.Text.Json;
using System.Text.RegularExpressions;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.OpenApi;

/// <summary>Whatever stands in the path or is asked of a page, it is answered: nothing of it is a failure of ours.</summary>
public sealed partial class PathIdTests
{
    private static readonly string[] Ids = ["a%20b", new string('a', 600), "%C3%A9", "a%2Fb", "%23", "-", "%ff", "%00", "%2e%2e%2f", "a.b", "*", new string('a', 128), new string('a', 128) + "%3A"];

    [Fact]
    public async Task EveryOperation_WithAnIdThatIsNone_IsAnsweredWithoutAFailure()
    {
        await using var app = await StartAsync();
        var failed = new List<string>();
        var asked = 0;
        foreach (var (path, method, _) in await OperationsAsync(app))
        {
            var names = Names().Matches(path).Select(static m => m.Value).ToList();
            foreach (var name in names)
            {
                foreach (var id in Ids)
                {
                    var address = names.Aggregate(path, (at, other) => at.Replace(other, other == name ? id : "demo", StringComparison.Ordinal));
                    var answer = await app.SendAsync(method, address, method == HttpMethod.Get || method == HttpMethod.Delete ? null : "{}", ControlApp.AdminKey, ("x-agent-id", "demo"));
                    asked++;
                    if ((int)answer.Status >= 500 && (int)answer.Status != 501) failed.Add($"{method} {path} {name}={(id.Length > 20 ? id[..20] + "..." : id)}: {(int)answer.Status}");
                }
            }
        }

        Assert.True(failed.Count == 0, string.Join('\n', failed));
        Assert.True(asked > 1000, $"{asked}");
    }

    [Fact]
    public async Task EveryList_WithALimitThatIsNone_IsRefusedByName()
    {
        await using var app = await StartAsync();
        var wrong = new List<string>();
        var asked = 0;
        foreach (var (path, method, operation) in await OperationsAsync(app))
        {
            if (method != HttpMethod.Get || path.Contains('{', StringComparison.Ordinal) || !operation.TryGetProperty("parameters", out var parameters)) continue;
            if (!parameters.EnumerateArray().Any(static p => p.GetProperty("name").GetString() == "limit")) continue;
            foreach (var limit in (string[])["0", "-1", "501", "x"])
            {
                var answer = await app.SendAsync(method, $"{path}?limit={limit}", null, ControlApp.AdminKey, ("x-agent-id", "demo"));
                asked++;
                if ((int)answer.Status != 400 || answer.Json.GetProperty("param").GetString() != "limit") wrong.Add($"{path}?limit={limit}: {(int)answer.Status} {answer.Text}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(asked > 40, $"{asked}");
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Names();

    private static async Task<ControlApp> StartAsync()
    {
        var app = await ControlApp.StartAsync(configure: static services =>
        {
            services.AddSingleton<IWorkflowClient>(static s => new FakeWorkflowClient(s.GetRequiredService<TimeProvider>()));
            services.AddAgentFunctionsNotifications();
        });
        await app.DeclareDemoAsync();
        return app;
    }

    private static async Task<IReadOnlyList<(string Path, HttpMethod Method, JsonElement Operation)>> OperationsAsync(ControlApp app) =>
        [.. (await app.GetAsync("/openapi.json")).Json.GetProperty("paths").EnumerateObject().SelectMany(static path => path.Value.EnumerateObject().Select(method => (path.Name, HttpMethod.Parse(method.Name), method.Value)))];
}
