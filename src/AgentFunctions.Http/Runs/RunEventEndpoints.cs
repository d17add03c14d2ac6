using System.Globalization;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs.Following;
using AgentFunctions.Core.Runs.Reading;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Runs;

/// <summary>What happened to a run: in pages, or as it happens.</summary>
internal static class RunEventEndpoints
{
    private const string LastEventId = "Last-Event-ID";

    private static readonly ApiError WrongId = ApiErrors.InvalidRequest(LastEventId, $"{LastEventId} is the id of an event of this run: a whole number.");

    public static void MapRunEvents(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/runs/{id}");
        group.MapGet("/events", FollowAsync)
            .Requires(AccessRequirement.RunsRead)
            .Describes(new ApiOperation("followRun", "The events of a run as they happen, from its begin or after Last-Event-ID to its end.")
            {
                MediaType = "text/event-stream",
                Response = "RunEvent",
                Headers = [(LastEventId, "The id of the last event that was seen; the stream goes on after it.")],
            });
        group.MapGet("/history", ListAsync)
            .Requires(AccessRequirement.RunsRead)
            .Describes(new ApiOperation("getRunHistory", "The events of a run so far, oldest first.") { Response = "RunEventList", Query = ResourceEndpoints.ListQuery });
    }

    private static async Task FollowAsync(HttpContext context)
    {
        var after = 0L;
        if (context.Request.Headers[LastEventId] is [{ Length: > 0 } text, ..] && (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after) || after > int.MaxValue))
        {
            await context.WriteErrorAsync(WrongId);
            return;
        }

        var found = await context.RequestServices.GetRequiredService<RunReader>().GetAsync(RunEndpoints.Reader(context), RunEndpoints.Id(context), context.RequestAborted);
        if (found.Value is not { } run)
        {
            await context.WriteErrorAsync(found.Error!);
            return;
        }

        await ActivatorUtilities.CreateInstance<RunEventStream>(context.RequestServices).WriteAsync(context, run.Id, after);
    }

    private static async Task ListAsync(HttpContext context)
    {
        if (!ResourceEndpoints.TryReadPaging(context.Request, out var limit, out var cursor))
        {
            await context.WriteErrorAsync(ResourceEndpoints.InvalidLimit);
            return;
        }

        var outcome = await context.RequestServices.GetRequiredService<RunFeed>().ListAsync(RunEndpoints.Reader(context), RunEndpoints.Id(context), limit, cursor, context.RequestAborted);
        if (outcome.Value is { } page) await ResourceWriter.WriteListAsync(context, page.Items, page.NextCursor, RunWriting.WriteEvent);
        else await context.WriteErrorAsync(outcome.Error!);
    }
}
