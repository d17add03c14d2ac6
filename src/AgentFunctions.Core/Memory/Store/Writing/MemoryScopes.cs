using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Storage;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>
/// To whom a draft may have been given before it came back: the run, the session, and whoever writes, whatever run or session they name. What people say in sessions is read by the product: there one conversation does not
/// silence another.
/// </summary>
internal static class MemoryScopes
{
    public static IEnumerable<MemoryUseScope> Of(MemoryDraft draft)
    {
        if (draft.Source.RunId is { } run) yield return MemoryUseScope.Run(run);
        if (draft.SessionId is { } session) yield return MemoryUseScope.Session(session);
        if (IsCallers(draft)) yield return MemoryUseScope.Caller(draft.Source.Principal);
    }

    public static bool IsCallers(MemoryDraft draft) => draft.Source.Kind != MemorySourceKind.Extracted || (draft.Source.RunId is null && draft.SessionId is null);
}
