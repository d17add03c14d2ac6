using System.Globalization;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Sessions.Contexts;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Sessions.Slots;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.RequestIdentity;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Sessions;

/// <summary>Slots of sessions. An agent reaches its own, and those of others that name it.</summary>
internal static class SlotEndpoints
{
    /// <summary>What stands around a value in a body; JSON may be written with more space than the value is counted with.</summary>
    private const int FrameBytes = 1024;

    private static readonly (string Name, string Description) OwnerQuery = ("agent", "The agent whose session it is, where its declaration lets the calling one read or write the slot; the calling one when left out.");

    public static void MapSlots(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/sessions/{id}/slots/{slot}");
        group.MapGet("", GetAsync)
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation("getSlot", "What a slot of a session holds.") { Response = "Slot", Query = [OwnerQuery] });
        group.MapPut("", PutAsync)
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation("putSlot", "Writes a slot of a session; a new id begins one. The value must fit the slot's schema.")
            {
                Request = "SlotValue",
                Response = "Slot",
                Query = [OwnerQuery],
                Headers = [.. ResourceEndpoints.WriteHeaders, (HeaderNames.EndUser, "On whose behalf; kept with the value, and erased with that person."), (HeaderNames.RunId, "The run of the calling agent in which it is written; kept with the value, which is erased with what the run was told of a person. One that the agent does not have is not kept.")],
            });
        group.MapGet("/history", HistoryAsync)
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation("getSlotHistory", "What a slot of a session held, the latest first.") { Response = "SlotList", Query = [.. ResourceEndpoints.ListQuery, OwnerQuery] });
    }

    private static async Task GetAsync(HttpContext context)
    {
        if (await SlotTarget.ReadAsync(context, isWrite: false) is not { } target || await target.FindSessionAsync(context) is not { } session) return;
        var slot = await context.RequestServices.GetRequiredService<SessionSlots>().FindAsync(session, target.Slot, context.RequestAborted);
        if (slot is null) await context.WriteErrorAsync(target.Missing);
        else await WriteAsync(context, slot);
    }

    private static async Task PutAsync(HttpContext context)
    {
        if (!await SessionRequests.IsNameAsync(context) || await SlotTarget.ReadAsync(context, isWrite: true) is not { } target) return;

        // Only its own agent begins a session.
        if (!target.IsOwn && await target.FindSessionAsync(context) is null) return;
        var slots = context.RequestServices.GetRequiredService<SessionSlots>();
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.SlotValue, (2 * slots.MaxBytes) + FrameBytes, emptyIsObject: false) is not { } body) return;
        var (condition, invalid) = WriteConditions.Read(context.Request);
        var malformed = BindingHeaders.Read(context.Request.Headers, out var binding);
        if ((invalid ?? malformed) is { } refusal)
        {
            await context.WriteErrorAsync(refusal);
            return;
        }

        // What another agent writes is worth no more than what that agent's own callers say.
        var label = MessageLabels.Least(MessageLabels.OfUser(SessionRequests.Agent(context).Spec), MessageLabels.OfUser(target.Owner.Spec));
        if (JsonText.Of(body, "integrity") is not null) label = label with { Integrity = Integrity.Untrusted };
        var draft = new SlotDraft(target.Slot, target.Declared, body.GetProperty("value"), label, SessionRequests.By(context), binding.EndUser, condition)
        {
            RunId = binding.Run is { } run && await SessionRequests.IsRunAsync(context, run) ? run : null,
        };
        Outcome<SlotValue> outcome = context.RequestServices.GetRequiredService<SessionContexts>().Check(draft) is { } tooLarge
            ? tooLarge
            : await slots.PutAsync(target.Binding, draft, context.RequestAborted);
        if (outcome.Value is { } slot) await WriteAsync(context, slot);
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static async Task HistoryAsync(HttpContext context)
    {
        if (!ResourceEndpoints.TryReadPaging(context.Request, out var limit, out var cursor))
        {
            await context.WriteErrorAsync(ResourceEndpoints.InvalidLimit);
            return;
        }

        long? before = null;
        if (cursor is { Length: > 0 })
        {
            if (!long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            {
                await context.WriteErrorAsync(ApiErrors.InvalidRequest("cursor", "cursor is the nextCursor of the page before."));
                return;
            }

            before = version;
        }

        if (await SlotTarget.ReadAsync(context, isWrite: false) is not { } target || await target.FindSessionAsync(context) is not { } session) return;
        var page = await context.RequestServices.GetRequiredService<SessionSlots>().HistoryAsync(session, target.Slot, before, limit ?? SessionRequests.DefaultPage, context.RequestAborted);
        await ResourceWriter.WriteListAsync(context, page.Items, page.HasMore ? page.Items[^1].Version.ToString(CultureInfo.InvariantCulture) : null, SessionWriting.Write);
    }

    private static Task WriteAsync(HttpContext context, SlotValue slot)
    {
        context.Response.Headers.ETag = $"\"{slot.ETag}\"";
        return ResourceWriter.WriteJsonAsync(context, 200, json => SessionWriting.Write(json, slot));
    }
}
