using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Restore;

/// <summary>
/// Makes restored tenants ones that running processes take up: a change that was decided when the backup was taken is written out, one that was only staged is dropped; every version document gets a sequence
/// above all that was seen and a new epoch, so that everybody loads everything again.
/// </summary>
public sealed class ControlPlaneRepair : IRestoreRepair
{
    private const string StagedPrefix = "s:";

    public void Repair(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var seen = Versions(context.Before).ToDictionary(version => version.TenantId, version => Sequence(Parse(version)), StringComparer.Ordinal);
        // Where the live file is gone the journal still knows how far a tenant was.
        foreach (var record in context.Journal)
            seen[record.Tenant] = Math.Max(record.Sequence, seen.GetValueOrDefault(record.Tenant));
        foreach (var document in Versions(context.After))
        {
            var version = Parse(document);
            var backedUp = Sequence(version);
            if (Phase(version) == "committed")
            {
                WriteOut(context, document.TenantId, version);
                backedUp++;
            }

            context.BackedUp[document.TenantId] = backedUp;
            var sequence = Math.Max(backedUp, seen.GetValueOrDefault(document.TenantId)) + 1;
            context.After.Put(document with { Body = Repaired(version, sequence) });
            context.After.Put(Told(context, document.TenantId, sequence));
        }
        foreach (var staged in context.After.Find(StagedPrefix))
            context.After.Delete(staged.TenantId, staged.Id);
    }

    private static IEnumerable<RestoreDocument> Versions(IRestoreDocuments documents) =>
        documents.Find(StoredVersion.DocumentId).Where(document => document.Id == StoredVersion.DocumentId);

    /// <summary>The same as whoever finds a decided change does: portion after portion, each write as it was staged.</summary>
    private static void WriteOut(RestoreContext context, string tenantId, JsonObject version)
    {
        var prefix = $"{StagedPrefix}{Text(version["applyId"])}:";
        foreach (var part in context.After.Find(prefix).Where(part => part.TenantId == tenantId).OrderBy(part => part.Id, StringComparer.Ordinal))
        {
            foreach (var write in Parse(part)["writes"]?.AsArray() ?? [])
            {
                var id = write!["id"]!.GetValue<string>();
                if (write["body"] is not JsonObject body)
                    context.After.Delete(tenantId, id);
                else
                    context.After.Put(new RestoreDocument(tenantId, id, Bytes(body), Expiry(write["timeToLiveSeconds"], context.Now)));
            }
        }
    }

    private static byte[] Repaired(JsonObject version, long sequence)
    {
        version["sequence"] = sequence;
        version["epoch"] = RandomNumberGenerator.GetHexString(16, lowercase: true);
        // A tenant that was gone when the backup was taken stays gone.
        if (Phase(version) != "deleted")
            version["phase"] = "idle";
        foreach (var name in new[] { "applyId", "applyUntil", "stageCount" })
            version.Remove(name);
        return Bytes(version);
    }

    /// <summary>The feed of changes says that there was a restore. What it changed is everything, so the record names the tenant itself: one that names nothing is shown to nobody.</summary>
    private static RestoreDocument Told(RestoreContext context, string tenantId, long sequence)
    {
        var tenant = context.After.Read(tenantId, ResourceIds.ToDocumentId(ResourceKinds.TenantKind.Name, tenantId));
        // Format 1 had no resource of the tenant; the migration makes its first version.
        var version = tenant is null ? 1 : Parse(tenant)["version"]?.GetValue<long>() ?? 1;
        var entry = new StoredChangeEntry(ResourceKinds.TenantKind.Name, tenantId, version, ChangeOperations.Restored, Team: null);
        var record = new StoredChange { Sequence = sequence, At = context.Now, By = "restore", Entries = [entry] };
        return new RestoreDocument(tenantId, StoredChange.DocumentId(sequence), JsonSerializer.SerializeToUtf8Bytes(record, ResourceJson.Default.StoredChange), null);
    }

    private static JsonObject Parse(RestoreDocument document) => JsonNode.Parse(document.Body)!.AsObject();

    private static byte[] Bytes(JsonObject body) => JsonSerializer.SerializeToUtf8Bytes(body, ResourceJson.Default.JsonObject);

    private static long Sequence(JsonObject version) => version["sequence"]?.GetValue<long>() ?? 0;

    private static string? Phase(JsonObject version) => Text(version["phase"]);

    private static string? Text(JsonNode? node) => node?.GetValue<string>();

    private static DateTimeOffset? Expiry(JsonNode? seconds, DateTimeOffset now) => seconds is null ? null : now.AddSeconds(seconds.GetValue<int>());
}
