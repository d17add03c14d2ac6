namespace AgentFunctions.Core.Restore;

/// <summary>What the operator of a restore reads of a restriction that was kept, and what is left to do.</summary>
internal static class RestrictionNotes
{
    public static string Of(RestrictionRecord record)
    {
        var target = $"{record.TargetKind}/{record.TargetId} of tenant {record.Tenant}";
        return record.What switch
        {
            RestrictionRecord.KeyRevoked => $"Kept since the backup: {target} stays revoked.",
            RestrictionRecord.KeyDeleted => $"Kept since the backup: {target} was deleted; the backup brought it back, revoked.",
            RestrictionRecord.KeyRotated => $"Kept since the backup: {target} was rotated; its earlier secret ends when it was to end, and its newer one is not in the backup. Rotate it again.",
            RestrictionRecord.SecretReplaced => $"Kept since the backup: {target} was replaced or deleted; the backup's value is not used. Set it again.",
            _ => $"Kept since the backup: {target} is {StateName(record)}.",
        };
    }

    private static string StateName(RestrictionRecord record) =>
        record.State is { ValueKind: System.Text.Json.JsonValueKind.Object } state && state.TryGetProperty("state", out var name) ? name.ToString() : "active";
}
