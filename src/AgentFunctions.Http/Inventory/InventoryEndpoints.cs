using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Inventory;
using AgentFunctions.Core.Resources;
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

namespace AgentFunctions.Http.Inventory;

/// <summary><c>GET /api/inventory</c>: which agents there are, whose they are, what they may do and what they do.</summary>
internal static class InventoryEndpoints
{
    public static void MapInventory(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/api/inventory", ListAsync)
        .Requires(AccessRequirement.ResourcesRead)
        .Describes(new ApiOperation("listInventory", "Agents with owner, sponsor, team, models, keys and last use; those nobody answers for are flagged.")
        {
            Response = "InventoryList",
            Query = [("team", "Only agents of this team."), ("unowned", "true: only agents that nobody answers for."), ListFormat.Query, .. ResourceEndpoints.ListQuery],
        });

    private static Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (ListFormat.IsCsv(context.Request) is not { } isCsv) return context.WriteErrorAsync(ListFormat.Unknown);
        string? unowned = query["unowned"];
        if (unowned is not (null or "" or "true" or "false")) return context.WriteErrorAsync(ApiErrors.InvalidRequest("unowned", "unowned must be true or false."));
        var filter = new InventoryFilter(query["team"] is [{ Length: > 0 } team, ..] ? team : null, unowned == "true");
        return isCsv ? WriteCsvAsync(context, filter) : WritePageAsync(context, filter);
    }

    private static async Task WritePageAsync(HttpContext context, InventoryFilter filter)
    {
        if (!ResourceEndpoints.TryReadPaging(context.Request, out var limit, out var cursor) || limit is < 1 or > ResourceStore.MaxLimit)
        {
            await context.WriteErrorAsync(ResourceEndpoints.InvalidLimit);
            return;
        }

        string? after = null;
        if (cursor is not null && (after = InventoryCursor.Read(cursor)) is null)
        {
            await context.WriteErrorAsync(ApiErrors.InvalidRequest("cursor", "cursor is not one from this list; start again without it."));
            return;
        }

        var count = limit ?? ResourceStore.DefaultLimit;
        var (items, hasMore) = await ListPage.TakeAsync(Reader(context).ReadAsync(context.GetActor(), filter, after, count + 1, context.RequestAborted), count);
        await ResourceWriter.WriteListAsync(context, items, hasMore ? InventoryCursor.Write(items[^1].Agent) : null, InventoryWriting.Write);
    }

    private static async Task WriteCsvAsync(HttpContext context, InventoryFilter filter)
    {
        var csv = new CsvWriter(context);
        csv.Begin("inventory.csv", InventoryWriting.Columns);
        await foreach (var item in Reader(context).ReadAsync(context.GetActor(), filter, null, int.MaxValue, context.RequestAborted)) await csv.RowAsync(InventoryWriting.Cells(item));
        await csv.FlushAsync();
    }

    private static InventoryReader Reader(HttpContext context) => context.RequestServices.GetRequiredService<InventoryReader>();
}
