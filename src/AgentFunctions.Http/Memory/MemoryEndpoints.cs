using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Deciding;
using AgentFunctions.Core.Memory.Store.Reading;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.RequestIdentity;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Memory;

/// <summary>Memory of an agent: write, list, read, delete. An agent reaches its own and no other.</summary>
internal static class MemoryEndpoints
{
    private const int MaxBodyBytes = 4 * 1024 * 1024;

    private static readonly (string Name, string Description)[] Filters =
    [
        ("kind", "Only those that are episodic, or semantic."), ("state", "Only those that are active, quarantined, superseded, demoted or forgotten."), ("sessionId", "Only of this session."),
        ("subject", "Only about this person or thing."), ("tag", "Only with this tag."), .. ResourceEndpoints.ListQuery,
    ];

    private static readonly (string Name, string Description)[] WriteHeaders =
    [
        (HeaderNames.RunId, "The run in which it was said or learned."), (HeaderNames.SessionId, "The session of episodic items that name none."), (HeaderNames.EndUser, "Who said it, for items that name no speaker; erased with that person."),
    ];

    public static void MapMemory(this IEndpointRouteBuilder routes)
    {
        var endpoints = routes.MapGroup("").RefusesUnknownQuery();
        endpoints.MapPost("/api/memory", WriteAsync)
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation("writeMemory", "Remembers things; each passes the gates by itself and is stored, merged, quarantined or refused.") { Request = "MemoryWrite", Response = "MemoryWriteResults", Headers = WriteHeaders });
        endpoints.MapGet("/api/memory", ListAsync)
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation("listMemory", "Records of the agent's memory, in the order of their ids.") { Response = "MemoryRecordList", Query = Filters });
        endpoints.MapGet("/api/memory/{id}", GetAsync)
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation("getMemory", "One record with its sources, links and what is known of its use.") { Response = "MemoryRecord" });
        endpoints.MapGet("/api/memory/{id}/versions", VersionsAsync)
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation("getMemoryVersions", "A record as it was, the latest first, without how it is now.") { Response = "MemoryRecordList" });
        endpoints.MapDelete("/api/memory/{id}", DeleteAsync)
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation("deleteMemory", "Deletes a record with its versions and the links to it.") { Status = 204 });
        endpoints.MapMemorySearch();
        endpoints.MapMemoryOutcomes();
    }

    private static async Task WriteAsync(HttpContext context)
    {
        var (bytes, refusal) = await RequestBody.ReadAsync(context.Request, MaxBodyBytes, context.RequestAborted);
        JsonElement body = default;
        IReadOnlyList<Findings> entries = [];
        BindingHeaders binding = default;
        refusal ??= JsonRequest.MemoryWrite.ReadEach(bytes.Span, "items", out body, out entries) ?? BindingHeaders.Read(context.Request.Headers, out binding);
        if (refusal is not null)
        {
            await context.WriteErrorAsync(refusal);
            return;
        }

        var drafts = await MemoryDrafts.ReadAsync(context, body, entries, binding);
        List<int> places = [.. Enumerable.Range(0, drafts.Count).Where(index => drafts[index].Error is null)];
        var written = await context.RequestServices.GetRequiredService<MemoryWriter>().WriteAsync(MemoryRequests.Tenant(context), MemoryRequests.Agent(context), places.ConvertAll(index => drafts[index].Value!), context.RequestAborted);
        var refused = drafts.Index().Where(static draft => draft.Item.Error is not null).Select(static draft => Refused(draft.Index, draft.Item.Error!));
        List<MemoryWriteResult> results = [.. written.Select((result, index) => Explained(result with { Index = places[index] })).Concat(refused).OrderBy(static result => result.Index)];
        await ResourceWriter.WriteJsonAsync(context, 200, json => MemoryWriting.Write(json, results));
    }

    /// <summary>Names the field within the item, as the gates do; the message has its whole path.</summary>
    private static MemoryWriteResult Refused(int index, ApiError error)
    {
        var item = string.Create(CultureInfo.InvariantCulture, $"items[{index}]");
        var field = error.Param is { } path && path.StartsWith(item + ".", StringComparison.Ordinal) ? path[(item.Length + 1)..] : null;
        return new MemoryWriteResult(index, null, MemoryWriteStatus.Refused, MemoryRefusals.Invalid) { Field = field, Message = error.Message };
    }

    /// <summary>What a gate found wrong with a field, in words.</summary>
    private static MemoryWriteResult Explained(MemoryWriteResult result) =>
        result is { Field: { } field, Message: null } ? result with { Message = string.Create(CultureInfo.InvariantCulture, $"items[{result.Index}].{field} {MemoryBounds.Rule(field)}.") } : result;

    private static async Task ListAsync(HttpContext context)
    {
        if (!ResourceEndpoints.TryReadPaging(context.Request, out var limit, out var cursor))
        {
            await context.WriteErrorAsync(ResourceEndpoints.InvalidLimit);
            return;
        }

        if (Query(context, "kind") is { } kind && MemoryRecordJson.Find<MemoryKind>(kind) is null)
        {
            await context.WriteErrorAsync(ApiErrors.InvalidRequest("kind", "kind is episodic or semantic."));
            return;
        }

        if (Query(context, "state") is { } state && MemoryRecordJson.Find<MemoryState>(state) is null)
        {
            await context.WriteErrorAsync(ApiErrors.InvalidRequest("state", $"state is one of {string.Join(", ", Enum.GetValues<MemoryState>().Select(MemoryRecordJson.NameOf))}."));
            return;
        }

        var filter = new MemoryFilter
        {
            Kind = MemoryRecordJson.Find<MemoryKind>(Query(context, "kind")), State = MemoryRecordJson.Find<MemoryState>(Query(context, "state")), SessionId = Query(context, "sessionId"), Subject = Query(context, "subject"), Tag = Query(context, "tag"),
        };
        var outcome = await Reader(context).ListAsync(MemoryRequests.Tenant(context), MemoryRequests.Agent(context), filter, limit, cursor is { Length: > 0 } ? cursor : null, context.RequestAborted);
        if (outcome.Value is { } page) await ResourceWriter.WriteListAsync(context, page.Items, page.NextCursor, MemoryWriting.Write);
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static async Task GetAsync(HttpContext context)
    {
        var outcome = await Reader(context).GetAsync(MemoryRequests.Tenant(context), MemoryRequests.Agent(context), MemoryRequests.Id(context), context.RequestAborted);
        if (outcome.Value is { } record) await ResourceWriter.WriteJsonAsync(context, 200, json => MemoryWriting.Write(json, record));
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static async Task VersionsAsync(HttpContext context)
    {
        var (tenant, agent, id) = (MemoryRequests.Tenant(context), MemoryRequests.Agent(context), MemoryRequests.Id(context));
        if ((await Reader(context).GetAsync(tenant, agent, id, context.RequestAborted)).Error is { } missing) await context.WriteErrorAsync(missing);
        else await ResourceWriter.WriteListAsync(context, await Reader(context).VersionsAsync(tenant, agent, id, context.RequestAborted), null, MemoryWriting.Write);
    }

    private static async Task DeleteAsync(HttpContext context)
    {
        var outcome = await context.RequestServices.GetRequiredService<MemoryDecisions>().DeleteAsync(MemoryRequests.Tenant(context), MemoryRequests.Agent(context), MemoryRequests.Id(context), context.RequestAborted);
        if (outcome.Error is { } missing) await context.WriteErrorAsync(missing);
        else context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static MemoryReader Reader(HttpContext context) => context.RequestServices.GetRequiredService<MemoryReader>();

    private static string? Query(HttpContext context, string name) => context.Request.Query[name] is [{ Length: > 0 } text, ..] ? text : null;
}
