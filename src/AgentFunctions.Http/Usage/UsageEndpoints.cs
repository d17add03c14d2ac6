using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Usage.Reading;
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

namespace AgentFunctions.Http.Usage;

/// <summary><c>GET /api/usage</c>: what was used and what it cost, by whatever it is asked by.</summary>
internal static class UsageEndpoints
{
    private static readonly (string Name, string Description)[] Query =
    [
        ("by", "agent, team, costCentre, model, provider, key, and one of run, session, endUser, tag; several separated by commas. Without: one sum."),
        ("granularity", "minute, hour, day or month, in UTC. Without: one row over the whole span."),
        ("from", "A time, a day (2026-01-31), or a duration back from now (30d, 12h, 30m); default a day before to. Rounded down to the granularity."),
        ("to", "The end, not included; default now. Rounded up."),
        ("top", "Only so many, the dearest first, and one row for all others; 1 to 500. Not in pages."),
        ("tag", "Name of the tag that by=tag tells apart by."),
        ("tagValue", "Only this value of tag."),
        .. UsageDimensions.All.Where(static d => d != UsageDimension.Tag).Select(static d => (UsageDimensions.Name(d), $"Only this {UsageDimensions.Name(d)}; given again, either.")),
        ListFormat.Query,
        .. ResourceEndpoints.ListQuery,
    ];

    public static void MapUsage(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/usage", GetAsync)
            .Requires(AccessRequirement.UsageRead)
            .Describes(new ApiOperation("getUsage", "Tokens by class and cost, by agent, team, model and more, over time; the top spenders.") { Response = "Usage", Query = Query, RepeatsQuery = true });
        endpoints.MapGet("/api/usage/reconciliation", ReconciliationEndpoint.GetAsync)
            .Requires(AccessRequirement.UsageRead)
            .Describes(new ApiOperation("getUsageReconciliation", "Holds the counters of the ledger against usage: what differs, by scope, unit and window. Needs usage:read in the whole tenant.")
            {
                Response = "UsageReconciliation",
                Query = [("from", "A time, a day, or a duration back from now; default a day before to. Windows that end after it are compared."), ("to", "Default now. Windows that begin before it are compared.")],
            });
    }

    private static async Task GetAsync(HttpContext context)
    {
        var request = context.Request;
        if (ListFormat.IsCsv(request) is not { } isCsv)
        {
            await context.WriteErrorAsync(ListFormat.Unknown);
            return;
        }

        if (!ResourceEndpoints.TryReadPaging(request, out var limit, out var cursor) || limit is < 1 or > ResourceStore.MaxLimit)
        {
            await context.WriteErrorAsync(ResourceEndpoints.InvalidLimit);
            return;
        }

        UsageCursor? after = null;
        if (cursor is not null && (after = UsageCursor.Read(cursor)) is null)
        {
            await context.WriteErrorAsync(ApiErrors.InvalidRequest("cursor", "cursor is not one from this list; start again without it."));
            return;
        }

        var outcome = await ReadAsync(context);
        if (outcome.Error is { } error) await context.WriteErrorAsync(error);
        else if (isCsv) await UsageCsv.WriteAsync(context, outcome.Value!);
        else await UsageWriting.WriteAsync(context, outcome.Value!, after, limit ?? ResourceStore.DefaultLimit);
    }

    private static async ValueTask<Outcome<UsageAnswer>> ReadAsync(HttpContext context)
    {
        var (services, actor) = (context.RequestServices, context.GetActor());
        var query = UsageQueryParser.Parse(name => context.Request.Query[name] is { Count: > 0 } values ? [.. values.Select(static v => v ?? "")] : [], services.GetRequiredService<TimeProvider>().GetUtcNow());
        if (query.Error is { } error) return error;
        return await services.GetRequiredService<UsageReader>().ReadAsync(actor.TenantId, actor.Access.Teams(AccessScopes.UsageRead), query.Value!, context.RequestAborted);
    }
}
