namespace AgentFunctions.Core.Restore;

/// <summary>Brings forward what was taken away since the backup: keys that were revoked, deleted or rotated, states that were set. The records come from the live file and from the journal beside it.</summary>
public sealed class RestrictionRepair : IRestoreRepair
{
    public void Repair(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var newer = new Dictionary<(string Tenant, string Id), RestrictionRecord>();
        foreach (var document in context.Before.Find(RestrictionRecord.DocumentPrefix))
        {
            if (document.ExpiresAt <= context.Now || RestrictionRecord.TryParse(document.Body) is not { } record || context.After.Read(document.TenantId, document.Id) is not null)
                continue;
            context.After.Put(document);
            newer[(document.TenantId, record.Id)] = record with { Tenant = document.TenantId };
        }
        foreach (var record in context.Journal)
        {
            var id = RestrictionRecord.DocumentId(record.Id);
            if (newer.ContainsKey((record.Tenant, record.Id)) || context.After.Read(record.Tenant, id) is not null)
                continue;
            context.After.Put(new RestoreDocument(record.Tenant, id, record.ToUtf8(), null));
            newer[(record.Tenant, record.Id)] = record;
        }
        foreach (var record in newer.Values.OrderBy(record => record.At).ThenBy(record => record.Id, StringComparer.Ordinal))
            Apply(context, record);
    }

    private static void Apply(RestoreContext context, RestrictionRecord record)
    {
        if (!RestrictionReplay.IsReplayable(record))
        {
            context.Notes.Add(record.What == RestrictionRecord.SecretReplaced
                ? $"The secret '{record.TargetId}' of tenant '{record.Tenant}' was replaced after the backup was taken; the backup brought the old value back. Set it again."
                : $"A restriction '{record.What}' of {record.TargetKind}/{record.TargetId} in tenant '{record.Tenant}' is unknown to this version and was not applied.");
            return;
        }
        if (context.After.Read(record.Tenant, RestrictionReplay.TargetDocumentId(record)) is { } target && RestrictionReplay.Apply(record, target.Body, context.Now) is { } body)
        {
            context.After.Put(target with { Body = body });
            context.Notes.Add($"Kept since the backup: {record.What} of {record.TargetKind}/{record.TargetId} in tenant '{record.Tenant}'.");
        }
    }
}
