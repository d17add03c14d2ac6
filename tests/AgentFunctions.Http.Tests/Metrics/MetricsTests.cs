using System.Net;
using AgentFunctions.Http.Telemetry;
using AgentFunctions.Http.Tests.Activities;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Http.Tests.Metrics;

/// <summary>Metrics are filtered like everything else.</summary>
public sealed class MetricsTests : IAsyncLifetime
{
    private const string Calls = "gen_ai_client_operation_duration_seconds_count";
    private TeamsApp _teams = null!;

    public async Task InitializeAsync()
    {
        _teams = await TeamsApp.StartAsync(static services => services.AddAgentFunctionsOpenTelemetry(new ConfigurationBuilder().Build()));
        await _teams.CallAsync();
        await _teams.MoveAsync("blue");
        await _teams.CallAsync();
        await _teams.App.GetAsync("/api/agents", _teams.OtherTenant);
        await _teams.App.GetAsync("/health/live");
    }

    public Task DisposeAsync() => _teams.DisposeAsync().AsTask();

    [Fact]
    public async Task Metrics_OfThePlatform_AreAll()
    {
        var series = await SeriesAsync(Resources.ControlApp.AdminKey);

        Assert.Contains(series, s => s.StartsWith(Calls, StringComparison.Ordinal) && Has(s, "default", "red"));
        Assert.Contains(series, s => s.StartsWith(Calls, StringComparison.Ordinal) && Has(s, "default", "blue"));
        Assert.Contains(series, s => Has(s, "other", ""));
        Assert.Contains(series, s => s.Contains("/health/live", StringComparison.Ordinal) && !s.Contains("tenant=", StringComparison.Ordinal));
        Assert.Contains(series, s => s.Contains("gen_ai_client_operation_duration_seconds_bucket", StringComparison.Ordinal) && s.Contains("le=\"40.96\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metrics_OfATenantsOperator_AreTheTenants()
    {
        var own = await SeriesAsync(_teams.Ops);
        var far = await SeriesAsync(_teams.OtherTenant);

        Assert.Contains(own, s => Has(s, "default", "red"));
        Assert.Contains(own, s => Has(s, "default", "blue"));
        Assert.All(own, s => Assert.Contains("tenant=\"default\"", s, StringComparison.Ordinal));
        Assert.NotEmpty(far);
        Assert.All(far, s => Assert.Contains("tenant=\"other\"", s, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metrics_WithAGrantOnATeam_AreTheTeams()
    {
        var key = await _teams.IssueAsync("red-metrics", "app", """[{"scopes":["metrics:read"],"team":"red"}]""");

        var series = await SeriesAsync(key);

        Assert.Contains(series, s => s.StartsWith("agentfunctions_model_attempts", StringComparison.Ordinal));
        Assert.All(series, s => Assert.True(Has(s, "default", "red"), s));
    }

    [Fact]
    public async Task Metrics_WithoutTheScope_AreForbidden()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await _teams.App.GetAsync("/metrics", _teams.Red)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _teams.App.GetAsync("/metrics", _teams.AgentKey)).Status);
    }

    private static bool Has(string series, string tenant, string team) =>
        series.Contains($"tenant=\"{tenant}\"", StringComparison.Ordinal) && series.Contains($"team=\"{team}\"", StringComparison.Ordinal);

    private async Task<IReadOnlyList<string>> SeriesAsync(string key)
    {
        var answer = await _teams.App.GetAsync("/metrics", key);
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (answer.Status, answer.MediaType));
        return [.. answer.Text.Split('\n').Where(static line => line.Length > 0 && line[0] != '#')];
    }
}
