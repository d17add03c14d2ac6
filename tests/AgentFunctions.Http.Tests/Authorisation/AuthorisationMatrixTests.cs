using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.Telemetry;
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
                    if (target == Target.AwayById && row.Creates) continue;
                    var (role, expected) = (world.Roles[i], MatrixExpectation.Of(row, world.Roles[i], target));
                    var answer = await world.SendAsync(row, role, target);
                    var status = (int)answer.Status;
                    var isRight = expected == 0 ? (row.Ok is { } ok ? status == ok : status < 400) : status == expected;
                    if (!isRight) wrong.Add($"{role}, {target}: expected {(expected == 0 ? "to be let in" : expected)}, was {status} {(status < 400 ? "" : answer.Text)}");
                    if (status >= 400 || row.Method == "GET") continue;
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
