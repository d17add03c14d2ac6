using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Subjects;

/// <summary>
/// Everything that is kept of a person or thing: export, erase, and the record that it was erased. An agent reaches what it keeps itself. Names that paths cannot hold unchanged are given as <c>?subject=</c>: a server leaves
/// <c>%2F</c> in a path as it is and takes <c>.</c> and <c>..</c> out of it, and some in front of it do otherwise.
/// </summary>
internal static class SubjectEndpoints
{
    private static readonly (string Name, string Description)[] AgentQuery = [("agent", "Only what this agent keeps; what any agent of the tenant keeps when left out, and for an agent's own key always its own.")];

    private static readonly (string Name, string Description)[] NamedQuery = [("subject", "Whom. For any name; those with '/' or '%' and the names '.' and '..' can only be given so."), .. AgentQuery];

    public static void MapSubjects(this IEndpointRouteBuilder routes)
    {
        var endpoints = routes.MapGroup("").RefusesUnknownQuery();
        endpoints.MapDelete("/api/subjects/{subject}", EraseAsync)
            .Requires(AccessRequirement.SubjectsErase)
            .Describes(new ApiOperation("eraseSubject", "Erases everything of a subject: content, history, payloads and what was derived from it. When it answers, nothing is left.") { Response = "Erasure", Query = AgentQuery });
        endpoints.MapGet("/api/subjects/{subject}/export", ExportAsync)
            .Requires(AccessRequirement.SubjectsExport)
            .Describes(new ApiOperation("exportSubject", "Everything that is kept of a subject, history included.") { Response = "SubjectExport", Query = AgentQuery });
        endpoints.MapDelete("/api/subjects", EraseAsync)
            .Requires(AccessRequirement.SubjectsErase)
            .Describes(new ApiOperation("eraseSubjectByQuery", "As eraseSubject, for names that a path cannot hold.") { Response = "Erasure", Query = NamedQuery });
        endpoints.MapGet("/api/subjects/export", ExportAsync)
            .Requires(AccessRequirement.SubjectsExport)
            .Describes(new ApiOperation("exportSubjectByQuery", "As exportSubject, for names that a path cannot hold.") { Response = "SubjectExport", Query = NamedQuery });
        endpoints.MapGet("/api/erasures", ListAsync)
            .Requires(AccessRequirement.AuditRead)
            .Describes(new ApiOperation("listErasures", "Erasures that are over, newest first: that, when and by whom, never of whom.") { Response = "ErasureList", Query = ResourceEndpoints.ListQuery });
    }

    private static async Task EraseAsync(HttpContext context)
    {
        if (await ScopeAsync(context, AccessScopes.ResourcesWrite) is not { } scope) return;
        var erasure = await context.RequestServices.GetRequiredService<SubjectErasures>().EraseAsync(scope, context.GetActor().By, context.RequestAborted);
        await ResourceWriter.WriteJsonAsync(context, 200, json => Write(json, erasure));
    }

    private static async Task ExportAsync(HttpContext context)
    {
        if (await ScopeAsync(context, AccessScopes.ContentRead) is not { } scope) return;
        var response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";

        // As it is read: all of a person may be much.
        await using var json = new Utf8JsonWriter(response.BodyWriter, JsonOutput.Options);
        json.WriteStartObject();
        json.WriteString("subject"u8, NameOf(context));
        json.WriteStartObject("parts"u8);
        var export = context.RequestServices.GetRequiredService<SubjectExport>();
        foreach (var part in export.Parts)
        {
            json.WriteStartArray(part);
            await foreach (var item in export.ReadAsync(part, scope, context.RequestAborted))
            {
                json.WriteStartObject();
                json.WriteString("kind"u8, item.Kind);
                json.WriteString("agent"u8, item.Agent);
                json.WritePropertyName("content"u8);
                item.Content.WriteTo(json);
                json.WriteEndObject();
                await json.FlushAsync(context.RequestAborted);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }

    private static async Task ListAsync(HttpContext context)
    {
        if (!ResourceEndpoints.TryReadPaging(context.Request, out var limit, out var cursor))
        {
            await context.WriteErrorAsync(ResourceEndpoints.InvalidLimit);
            return;
        }

        if (!context.GetCaller().Access.Covers(AccessScopes.AuditRead, null))
        {
            await context.WriteErrorAsync(WholeTenant(AccessScopes.AuditRead));
            return;
        }

        var outcome = await context.RequestServices.GetRequiredService<SubjectErasures>().ListAsync(context.GetCaller().ControlPlane.TenantId, limit, cursor is { Length: > 0 } ? cursor : null, context.RequestAborted);
        if (outcome.Value is { } page) await ResourceWriter.WriteListAsync(context, page.Items, page.NextCursor, Write);
        else await context.WriteErrorAsync(outcome.Error!);
    }

    /// <summary>Whom and of whom; null when the answer is written.</summary>
    private static async ValueTask<SubjectScope?> ScopeAsync(HttpContext context, AccessScopes needed)
    {
        var (caller, named) = (context.GetCaller(), NameOf(context));
        var asked = context.Request.Query["agent"] is [{ Length: > 0 } text, ..] ? text : null;
        var isOwn = caller.Principal.Kind == PrincipalKind.Agent;
        var (team, refusal) = (isOwn ? caller.Agent?.Spec.Team : null, (ApiError?)null);
        if (context.GetRouteValue("subject") is string path && path.Contains('%', StringComparison.Ordinal))
        {
            refusal = ApiErrors.InvalidRequest("subject", "A name with '/' or '%' cannot be told from another in a path: give it as ?subject=, to DELETE /api/subjects or GET /api/subjects/export.");
        }
        else if (!SubjectNames.IsValid(named))
        {
            refusal = ApiErrors.InvalidRequest("subject", $"A subject is 1 to {SubjectNames.MaxLength} characters without control characters; it is given in the path, or once as ?subject=.");
        }
        else if (isOwn)
        {
            if (asked is not null && asked != caller.Principal.Id) refusal = NoAgent(asked);
        }
        else if (asked is null)
        {
            if (!caller.Access.Covers(needed, null)) refusal = WholeTenant(needed);
        }
        else if (await caller.ControlPlane.FindAgentAsync(asked, context.RequestAborted) is { } agent && caller.Access.Covers(needed, agent.Spec.Team))
        {
            team = caller.Access.Covers(needed, null) ? null : agent.Spec.Team;
        }
        else
        {
            refusal = NoAgent(asked);
        }

        if (refusal is null) return new SubjectScope(caller.ControlPlane.TenantId, SubjectNames.Fold(named!), isOwn ? caller.Principal.Id : asked) { Team = team, IsWithoutTeam = isOwn && team is null };
        await context.WriteErrorAsync(refusal);
        return null;
    }

    /// <summary>null where it is not given, or more than once.</summary>
    private static string? NameOf(HttpContext context) => context.GetRouteValue("subject") as string ?? (context.Request.Query["subject"] is [var name] ? name : null);

    private static ApiError NoAgent(string id) => ApiErrors.NotFound("agent", $"agents/{id} does not exist in this tenant.");

    private static ApiError WholeTenant(AccessScopes needed) => ApiErrors.NotEntitled($"This takes {string.Join(", ", AccessScopeNames.Names(needed))} in the whole tenant; with ?agent= a grant for that agent's team will do.");

    private static void Write(Utf8JsonWriter json, Erasure erasure)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, erasure.Id);
        json.WriteString("by"u8, erasure.By);
        json.WriteString("agent"u8, erasure.Agent);
        json.WriteString("startedAt"u8, erasure.StartedAt);
        json.WriteString("completedAt"u8, erasure.CompletedAt);
        json.WriteStartObject("removed"u8);
        foreach (var (part, count) in erasure.Removed.OrderBy(static pair => pair.Key, StringComparer.Ordinal)) json.WriteNumber(part, count);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
