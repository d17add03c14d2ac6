using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Statements;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Csv;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Statements;

/// <summary><c>/api/statements</c>: what teams and cost centres used in a month, closed once.</summary>
internal static class StatementEndpoints
{
    public static void MapStatements(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/statements/{month}", GetAsync)
            .Requires(AccessRequirement.UsageRead)
            .Describes(new ApiOperation("getStatement", "Usage of a month by team, cost centre, agent and model; of a closed month as it was closed.")
            {
                Response = "Statement",
                Query =
                [
                    ("team", "Only of this team."),
                    ("costCentre", "Only of this cost centre."),
                    ("timeZone", "IANA name; another one than the tenant's gives a preview."),
                    ListFormat.Query,
                ],
            });
        endpoints.MapPost("/api/statements/{month}/close", CloseAsync)
            .Requires(AccessRequirement.ResourcesWrite)
            .Describes(new ApiOperation("closeStatement", "Closes a month that is over, for good; later corrections are adjustments of the next month. Closing again changes nothing.") { Response = "StatementHead" });
    }

    private static async Task GetAsync(HttpContext context)
    {
        if (ListFormat.IsCsv(context.Request) is not { } isCsv)
        {
            await context.WriteErrorAsync(ListFormat.Unknown);
            return;
        }

        var query = new StatementQuery(Text(context, "team"), Text(context, "costCentre"), Text(context, "timeZone"));
        var outcome = await context.RequestServices.GetRequiredService<StatementReader>().GetAsync(context.GetActor(), Month(context), query, context.RequestAborted);
        if (outcome.Value is not { } statement) await context.WriteErrorAsync(outcome.Error!);
        else if (isCsv) await StatementWriting.WriteCsvAsync(context, statement);
        else await ResourceWriter.WriteJsonAsync(context, 200, json => StatementWriting.Write(json, statement));
    }

    private static async Task CloseAsync(HttpContext context)
    {
        Outcome<Statement> outcome = await context.RequestServices.GetRequiredService<StatementClosing>().CloseAsync(context.GetActor(), Month(context), context.RequestAborted);
        if (outcome.Value is { } statement) await ResourceWriter.WriteJsonAsync(context, 200, json => StatementWriting.WriteHead(json, statement));
        else await context.WriteErrorAsync(outcome.Error!);
    }

    /// <summary>Several values are joined and so are no team.</summary>
    private static string? Text(HttpContext context, string name) => (string?)context.Request.Query[name] is { Length: > 0 } text ? text : null;

    private static string Month(HttpContext context) => (string)context.GetRouteValue("month")!;
}
