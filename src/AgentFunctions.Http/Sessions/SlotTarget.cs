using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Sessions.Declaration;
using AgentFunctions.Core.Sessions.Reading;
using AgentFunctions.Core.Sessions.Slots;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Sessions;

/// <summary>The slot that a request means, once it is known that its caller may have it.</summary>
/// <param name="Owner">The agent whose session it is.</param>
/// <param name="Binding">The session.</param>
/// <param name="Slot">The slot.</param>
/// <param name="Declared">Its declaration.</param>
/// <param name="IsOwn">The caller is that agent.</param>
internal sealed record SlotTarget(Resource<AgentSpec> Owner, SessionBinding Binding, string Slot, SlotSpec Declared, bool IsOwn)
{
    /// <summary>To others, a session without the slot, no session and no right are the same.</summary>
    public ApiError Missing => NoSlot(Slot);

    /// <summary>The slot; null when the answer is written.</summary>
    public static async ValueTask<SlotTarget?> ReadAsync(HttpContext context, bool isWrite)
    {
        var (slot, agent) = ((string)context.GetRouteValue("slot")!, SessionRequests.Agent(context));
        var named = context.Request.Query["agent"] is [{ Length: > 0 } text, ..] ? text : agent.Id;
        var owner = named == agent.Id ? agent : ResourceIds.IsValid(named) ? await context.GetCaller().ControlPlane.FindAgentAsync(named, context.RequestAborted) : null;
        var access = owner is null || !SlotNames.IsValid(slot) ? NoSlot(slot) : SlotAccess.Find(owner, agent.Id, slot, isWrite);
        if (access.Value is { } declared) return new SlotTarget(owner!, SessionRequests.Binding(context, owner!, SessionRequests.Id(context)), slot, declared, owner!.Id == agent.Id);
        await context.WriteErrorAsync(access.Error!);
        return null;
    }

    /// <summary>The session; null when the answer is written.</summary>
    public async ValueTask<OpenSession?> FindSessionAsync(HttpContext context)
    {
        if (ResourceIds.IsValid(Binding.SessionId) && await context.RequestServices.GetRequiredService<SessionReader>().FindAsync(Binding, context.RequestAborted) is { } session) return session;
        await context.WriteErrorAsync(IsOwn ? SessionRequests.NotFound(Binding.SessionId) : Missing);
        return null;
    }

    private static ApiError NoSlot(string slot) => ApiErrors.NotFound("slot", $"The slot '{slot}' does not exist or has no value here. An agent declares its slots in spec.context.slots.");
}
