using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Declaration;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Store.Usage;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.RequestIdentity;
using AgentFunctions.Http.Resources;
using AgentFunctions.Http.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Memory;

/// <summary>Searches memory. What is given out is noted first: to the run, so that its outcome finds it, and to the caller, so that it does not come back as new.</summary>
internal static class MemorySearchEndpoints
{
    private const int MaxBodyBytes = 64 * 1024;
    private const int DefaultTop = 10;

    private static readonly (string Name, string Description)[] Headers =
    [
        (HeaderNames.RunId, "The run that is given the records: what comes of it says whether they were of use. A new id begins one; one that is over, or another agent's, is 403."), (HeaderNames.SessionId, "The session that is given them."),
        (HeaderNames.EndUser, "For whom, where the body has no subject: only what is about or was said by that person, and what is of nobody. Agents with memory.subjects all are given everything."),
    ];

    public static void MapMemorySearch(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/api/memory/search", SearchAsync)
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation("searchMemory", "Finds records of the agent that help to answer a question, with every signal that counted and what was left out.") { Request = "MemorySearch", Response = "MemorySearchResult", Headers = Headers });

    private static async Task SearchAsync(HttpContext context)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.MemorySearch, MaxBodyBytes, emptyIsObject: false) is not { } body) return;
        var wrong = BindingHeaders.Read(context.Request.Headers, out var binding);
        if (!MemoryRequests.TryTime(body, "asOf", out var asOf)) wrong ??= ApiErrors.InvalidRequest("asOf", "asOf is no time that exists.");
        if (wrong is null && binding.Run is { } run) wrong = await SessionRequests.BindAsync(context, run, binding.Session);
        if (wrong is not null)
        {
            await context.WriteErrorAsync(wrong);
            return;
        }

        if (JsonText.Of(body, "subject") is { } named && !SubjectNames.IsValid(named))
        {
            await context.WriteErrorAsync(SubjectErrors.InvalidName("subject"));
            return;
        }

        var explains = !body.TryGetProperty("explain", out var explain) || explain.ValueKind != JsonValueKind.False;
        var (tenant, agent) = (MemoryRequests.Tenant(context), MemoryRequests.Agent(context));
        var request = new MemorySearchRequest
        {
            TenantId = tenant,
            Agent = agent,
            Query = JsonText.Of(body, "query")!,
            Top = body.TryGetProperty("top", out var top) ? top.GetInt32() : DefaultTop,
            Kinds = [.. (JsonText.ListOf(body, "kinds") ?? []).Select(static name => MemoryRecordJson.Find<MemoryKind>(name)!.Value)],
            SessionId = JsonText.Of(body, "sessionId"),
            Subject = JsonText.Of(body, "subject") ?? await SubjectAsync(context, binding),
            AsOf = asOf,
            MaxConfidentiality = LabelNames.FindConfidentiality(JsonText.Of(body, "maxConfidentiality")) ?? Confidentiality.Internal,
            MinIntegrity = LabelNames.FindIntegrity(JsonText.Of(body, "minIntegrity")) ?? Integrity.Untrusted,
            ListsRejected = explains,
        };
        var result = await context.RequestServices.GetRequiredService<MemorySearch>().SearchAsync(request, context.RequestAborted);
        var given = await context.RequestServices.GetRequiredService<MemoryUses>().NoteAsync(tenant, agent, binding.Run, binding.Session, MemoryRequests.Principal(context), result.GivenIds, context.RequestAborted);
        await ResourceWriter.WriteJsonAsync(context, 200, json => MemoryWriting.Write(json, result.Only(given), explains));
    }

    /// <summary>For whom it is: whom the caller names, or the person of the run, as where memory is written.</summary>
    private static async ValueTask<string?> SubjectAsync(HttpContext context, BindingHeaders binding) =>
        AgentMemorySpec.SubjectOf(SessionRequests.Agent(context).Spec.Memory, await SessionRequests.PersonAsync(context, binding));
}
