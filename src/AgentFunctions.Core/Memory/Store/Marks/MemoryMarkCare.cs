using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Storage;

namespace AgentFunctions.Core.Memory.Store.Marks;

/// <summary>Brings what was decided about a text to the records of it that were there already. What a person vouched for stays. Superseded ones too: they are found by who asks for the past.</summary>
internal sealed class MemoryMarkCare(MemoryFiles files, MemoryMarks marks)
{
    public async ValueTask RunAsync(MemoryRecord seen, CancellationToken cancellationToken)
    {
        if (!IsOpen(seen)) return;
        var head = await files.HeadAsync(seen.TenantId, seen.Agent, cancellationToken);
        if (await files.FindAsync(seen.TenantId, seen.Agent, seen.Id, cancellationToken) is not { } kept || !IsOpen(kept.Record)) return;
        var next = Obey(kept.Record, await marks.FindAsync(kept.Record, cancellationToken));
        if (next != kept.Record) await files.TryCommitAsync(seen.TenantId, seen.Agent, head, await files.ChangeAsync(kept, next, cancellationToken), cancellationToken);
    }

    private static MemoryRecord Obey(MemoryRecord record, TextMarks marked)
    {
        if (marked.DeniedBy is { } by) return record with { State = MemoryState.Forgotten, Sources = [.. record.Sources, new MemorySource(MemorySourceKind.Denied, by, null, null, IsTrusted: true)] };
        if (!marked.IsDemoted || record.State == MemoryState.Quarantined) return record;
        return record with { State = record.State == MemoryState.Active ? MemoryState.Demoted : record.State, Usefulness = record.Usefulness.Failures < marked.Usefulness.Failures ? marked.Usefulness : record.Usefulness };
    }

    private static bool IsOpen(MemoryRecord record) => record.State is MemoryState.Active or MemoryState.Quarantined or MemoryState.Superseded && !record.Sources.Any(static s => s.Kind == MemorySourceKind.Approved);
}
