using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.Telemetry;
using AgentFunctions.Http.Tests.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace AgentFunctions.Http.Tests.Authorisation;

/// <summary>Every endpoint, for every role, on things of one's own team, of another team and of another tenant.</summary>
public sealed class AuthorisationMatrixTests
{
    public static TheoryData<string> Routes => [.. MatrixRows.All.Select(r => r.Route)];

    [Fact]
    public async Task Rows_AreExactlyTheEndpointsOfTheApplication()
    {
        var mapped = await MappedAsync();
        var rows = MatrixRows.All.Select(r => r.Route).ToList();

        Assert.True(mapped.Except(rows).ToList() is { Count: 0 }, "Add to MatrixRows what these take and how far that reaches: " + string.Join(", ", mapped.Except(rows)));
        Assert.True(rows.Except(mapped).ToList() is { Count: 0 }, "These rows of MatrixRows have no endpoint any more: " + string.Join(", ", rows.Except(mapped)));
        Assert.Equal(rows.Count, rows.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Endpoint_EveryRoleAndTarget_IsAnsweredAsTheRulesSay(string route)
    {
        var row = MatrixRows.All.Single(r => r.Route == route);
        var wrong = new List<string>();
        var world = await MatrixWorld.StartAsync();
        try
        {
            for (var i = 0; i < world.Roles.Count; i++)
            {
                foreach (var target in Enum.GetValues<Target>())
                {
                    // Created under an id of elsewhere, it is a thing of one's own: nothing to be refused.
                    if (target is Target.AwayById or Target.Nowhere && row.Creates) continue;
                    var (role, expected) = (world.Roles[i], MatrixExpectation.Of(row, world.Roles[i], target));
                    var answer = await world.SendAsync(row, role, target);
                    var status = (int)answer.Status;
                    var isRight = expected == 0 ? (row.Ok is { } ok ? status == ok : status < 400) : status == expected;
                    if (isRight && status is 401 or 403 or 404 && await MiswordedAsync(world, row, role, target, answer) is { } words) wrong.Add($"{role}, {target}: {words}");
                    if (!isRight) wrong.Add($"{role}, {target}: expected {(expected == 0 ? "to be let in" : expected)}, was {status} {(status < 400 ? "" : answer.Text)}");
                    if (status >= 400 || !row.Spends) continue;
                    await world.DisposeAsync();
                    world = await MatrixWorld.StartAsync();
                }
            }
        }
        finally
        {
            await world.DisposeAsync();
        }

        Assert.True(wrong.Count == 0, $"{route}:{Environment.NewLine}{string.Join(Environment.NewLine, wrong)}");
    }

    /// <summary>A stale ETag is not told to whoever may not write: rights come before conditions.</summary>
    [Fact]
    public async Task Conditions_OfAnyRole_AreLookedAtAfterItsRights()
    {
        var wrong = new List<string>();
        await using var world = await MatrixWorld.StartAsync();
        foreach (var row in MatrixRows.All.Where(r => r.Pattern.EndsWith("/{id}", StringComparison.Ordinal) && r.Pattern.StartsWith("/api/", StringComparison.Ordinal) && r.Method is "PUT" or "DELETE" && r.Ok != 404))
        {
            foreach (var role in world.Roles)
            {
                foreach (var target in Enum.GetValues<Target>())
                {
                    // Under an id of elsewhere something new would be created.
                    if (target is Target.AwayById or Target.Nowhere && row.Creates) continue;
                    var expected = MatrixExpectation.Of(row, role, target) is var refused and not 0 ? refused : 412;
                    var answer = await world.SendAsync(row, role, target, ("If-Match", "\"stale\""));

                    // The tenant that always exists goes under no condition.
                    if (expected == 412 && row.Route == "DELETE /api/tenants/{id}" && answer.Code == "conflict") continue;
                    if ((int)answer.Status != expected) wrong.Add($"{row.Route}, {role}, {target}: expected {expected}, was {(int)answer.Status} {answer.Text}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    /// <summary>What is wrong with the words of a refusal, or null: it has the code of its kind, and what may not be seen reads as what is nowhere.</summary>
    private static async Task<string?> MiswordedAsync(MatrixWorld world, MatrixRow row, Role role, Target target, ControlApp.Answer answer)
    {
        if (row.Ok == 404) return null;
        var code = answer.Json.TryGetProperty("error", out var error) ? error.GetProperty("code").GetString() : answer.Code;
        var expected = (int)answer.Status switch { 401 => row.Reach == Reach.Anyone ? "invalid_signature" : "invalid_api_key", 403 => "not_entitled", _ => "not_found" };
        if (code != expected) return $"expected {expected}, was {code}";
        if ((int)answer.Status != 404 || row.Creates || target == Target.Nowhere) return null;
        var nowhere = await world.SendAsync(row, role, Target.Nowhere);
        return MatrixWorld.Comparable(nowhere) == MatrixWorld.Comparable(answer) ? null : $"told apart from what does not exist: {answer.Text} and {nowhere.Text}";
    }

    private static async Task<List<string>> MappedAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddAgentFunctionsHttp();
        builder.Services.AddAgentFunctionsOpenTelemetry(builder.Configuration);
        await using var app = builder.Build();
        app.MapAgentFunctions();
        return
        [
            .. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(method => $"{method} /{e.RoutePattern.RawText!.Trim('/')}")),
        ];
    }
}
