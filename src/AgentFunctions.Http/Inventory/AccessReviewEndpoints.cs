using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Inventory.Review;
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

/// <summary><c>GET /api/access-review</c>: who can use what, and when they last did.</summary>
internal static class AccessReviewEndpoints
{
    private static readonly string[] Columns = ["who", "kind", "key", "scopes", "model", "team", "lastUsedAt", "expiresAt", "state"];

    public static void MapAccessReview(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/api/access-review", ListAsync)
        .Requires(AccessRequirement.AuditRead)
        .Describes(new ApiOperation("listAccessReview", "A row for each right of each key: an agent's models, a principal's grants; with last use, expiry and state.")
        {
            Response = "AccessReviewList",
            Query = [ListFormat.Query, .. ResourceEndpoints.ListQuery],
        });

    private static Task ListAsync(HttpContext context) => ListFormat.IsCsv(context.Request) switch
    {
        true => WriteCsvAsync(context),
        false => WritePageAsync(context),
        null => context.WriteErrorAsync(ListFormat.Unknown),
    };

    private static async Task WritePageAsync(HttpContext context)
    {
        if (!ResourceEndpoints.TryReadPaging(context.Request, out var limit, out var cursor) || limit is < 1 or > ResourceStore.MaxLimit)
        {
            await context.WriteErrorAsync(ResourceEndpoints.InvalidLimit);
            return;
        }

        AccessReviewPosition? after = null;
        if (cursor is not null && (after = AccessReviewPosition.Read(cursor)) is null)
        {
            await context.WriteErrorAsync(ApiErrors.InvalidRequest("cursor", "cursor is not one from this list; start again without it."));
            return;
        }

        var (rows, hasMore) = await ListPage.TakeAsync(Reader(context).ReadAsync(context.GetActor(), after, context.RequestAborted), limit ?? ResourceStore.DefaultLimit);
        await ResourceWriter.WriteListAsync(context, rows, hasMore ? rows[^1].Position.ToString() : null, static (json, row) => Write(json, row.Row));
    }

    private static async Task WriteCsvAsync(HttpContext context)
    {
        var csv = new CsvWriter(context);
        csv.Begin("access-review.csv", Columns);
        await foreach (var (row, _) in Reader(context).ReadAsync(context.GetActor(), null, context.RequestAborted))
        {
            await csv.RowAsync(
                [row.Who, row.Kind, row.Key, CsvWriter.Of(row.Scopes), row.Model, row.Team, CsvWriter.Of(row.LastUsedAt), CsvWriter.Of(row.ExpiresAt), row.State]);
        }

        await csv.FlushAsync();
    }

    private static void Write(Utf8JsonWriter json, AccessReviewRow row)
    {
        json.WriteStartObject();
        json.WriteString("who"u8, row.Who);
        json.WriteString("kind"u8, row.Kind);
        json.WriteString("key"u8, row.Key);
        InventoryWriting.WriteList(json, "scopes", row.Scopes);
        json.WriteString("model"u8, row.Model);
        json.WriteString("team"u8, row.Team);
        InventoryWriting.WriteTime(json, "lastUsedAt", row.LastUsedAt);
        InventoryWriting.WriteTime(json, "expiresAt", row.ExpiresAt);
        json.WriteString("state"u8, row.State);
        json.WriteEndObject();
    }

    private static AccessReviewReader Reader(HttpContext context) => context.RequestServices.GetRequiredService<AccessReviewReader>();
}
