namespace AgentFunctions.Core.Restore;

/// <summary>
/// Brings forward what was taken away since the backup: keys that were revoked, deleted or rotated, states that were set, secrets that were replaced. The records come from the live file and from the journal
/// beside it.
/// </summary>
public sealed class RestrictionRepair : IRestoreRepair
{
    public void Repair(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var newer = new Dictionary<(string Tenant, string Id), RestrictionRecord>();
        foreach (var document in context.Before.Find(RestrictionRecord.DocumentPrefix))
        {
            if (RestrictionRecord.TryParse(document.Body) is { } record) Take(context, newer, record with { Tenant = document.TenantId }, document.ExpiresAt);
        }

        foreach (var record in context.Journal) Take(context, newer, record, record.At + RestrictionRecord.Life);
        foreach (var record in newer.Values.OrderBy(record => record.Sequence).ThenBy(record => record.At).ThenBy(record => record.Id, StringComparer.Ordinal)) Apply(context, record);
    }

    private static void Take(RestoreContext context, Dictionary<(string Tenant, string Id), RestrictionRecord> newer, RestrictionRecord record, DateTimeOffset? expiresAt)
    {
        // A tenant the backup does not know holds nothing that could come back.
        if (!context.BackedUp.TryGetValue(record.Tenant, out var sequence) || record.Sequence <= sequence || !newer.TryAdd((record.Tenant, record.Id), record)) return;
        if (expiresAt > context.Now) context.After.Put(new RestoreDocument(record.Tenant, RestrictionRecord.DocumentId(record.Id), record.ToUtf8(), expiresAt));
    }

    private static void Apply(RestoreContext context, RestrictionRecord record)
    {
        if (!RestrictionReplay.IsReplayable(record))
        {
            context.Notes.Add($"A restriction {record.What} of {record.TargetKind}/{record.TargetId} in tenant {record.Tenant} is unknown to this version and was not applied.");
            return;
        }

        if (context.After.Read(record.Tenant, RestrictionReplay.TargetDocumentId(record)) is not { } target || RestrictionReplay.Apply(record, target.Body, context.Now) is not { } body) return;
        context.After.Put(target with { Body = body });
        context.Notes.Add(RestrictionNotes.Of(record));
    }
}
