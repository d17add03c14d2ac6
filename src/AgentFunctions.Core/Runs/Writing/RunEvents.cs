using AgentFunctions.Core.Runs.Following;

namespace AgentFunctions.Core.Runs.Writing;

/// <summary>Events that more than one part writes.</summary>
internal static class RunEvents
{
    /// <param name="status">Where the run is.</param>
    /// <param name="isHidden">It is suspended, and this is where it will go on.</param>
    public static RunEventDraft Status(RunStatus status, bool isHidden) => RunEventDraft.Of(RunEventTypes.Status, json =>
    {
        json.WriteString("status"u8, RunStatuses.ToName(isHidden ? RunStatus.Suspended : status));
        if (isHidden) json.WriteString("then"u8, RunStatuses.ToName(status));
    });

    public static RunEventDraft Ended(RunEnding ending) => RunEventDraft.Of(RunEventTypes.Status, json =>
    {
        json.WriteString("status"u8, RunStatuses.ToName(ending.Status));
        if (ending.Error is { } error)
        {
            json.WriteStartObject("error"u8);
            json.WriteString("code"u8, error.Code);
            json.WriteString("message"u8, error.Message);
            json.WriteEndObject();
        }

        if (ending.By is { } by) json.WriteString("by"u8, by);
        if (ending.Reason is { } reason) json.WriteString("reason"u8, reason);
    });

    public static RunEventDraft Verb(string verb, string by, string? reason) => RunEventDraft.Of(RunEventTypes.Verb, json =>
    {
        json.WriteString("verb"u8, verb);
        json.WriteString("by"u8, by);
        json.WriteString("reason"u8, reason);
    });
}
