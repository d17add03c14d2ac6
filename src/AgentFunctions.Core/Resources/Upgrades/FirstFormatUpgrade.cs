using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Storage;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Core.Secrets;

namespace AgentFunctions.Core.Resources.Upgrades;

/// <summary>
/// Brings the documents of the control plane from format 1 to 2: every resource gets its first kept version, a change record tells of it, team names of agents become teams, and the tenant gets its own resource and
/// its entry in the directory. Format 1 knew the tenant <c>default</c> only. Everything written is the same when it is written again, and the version document, which says that it is done, comes last: killed at any
/// point, the next run ends where this one would have.
/// </summary>
public sealed class FirstFormatUpgrade(IDocumentStore store, TimeProvider time)
{
    internal const string By = "migration";
    private const string TenantId = Tenants.Default;
    private static readonly DocumentPartition Partition = TenantChanges.Partition(TenantId);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if ((await store.ReadAsync(Partition, StoredVersion.DocumentId, cancellationToken)).Document is not { } document || HasFormat(document)) return;
        var version = JsonSerializer.Deserialize(document.Body.Span, ResourceJson.Default.StoredVersion)!;
        var (resources, secrets) = await ReadAsync(cancellationToken);
        var changes = UpgradedResources.Of(TenantId, resources, version.Sequence + 1, time.GetUtcNow());
        var records = Records(version.Sequence, changes);
        await new BatchWriter(store, Partition).WriteAsync(
            [
                .. changes.SelectMany(change => new[] { ResourceDocuments.Write(change.Next), ChangeComposer.Version(By, change) }),
                .. secrets.Select(secret => SecretDocuments.Write(secret with { Format = StoredResource.CurrentFormat, Version = Math.Max(1, secret.Version), UpdatedBy = By })),
                .. records,
            ],
            cancellationToken);
        var entry = JsonSerializer.SerializeToUtf8Bytes(new StoredTenant(TenantId), ResourceJson.Default.StoredTenant);
        await store.UpsertAsync(TenantChanges.Partition(Tenants.System), new DocumentWrite(StoredTenant.DocumentId(TenantId), entry), cancellationToken);
        var upgraded = version with
        {
            Format = StoredResource.CurrentFormat,
            Sequence = version.Sequence + records.Count,
            Phase = StoredVersion.Idle,
            Epoch = Guid.NewGuid().ToString("N"),
        };
        await store.UpsertAsync(Partition, new DocumentWrite(StoredVersion.DocumentId, JsonSerializer.SerializeToUtf8Bytes(upgraded, ResourceJson.Default.StoredVersion)), cancellationToken);
    }

    /// <summary>Documents of format 1 do not say so.</summary>
    private static bool HasFormat(Document document)
    {
        using var body = JsonDocument.Parse(document.Body);
        return body.RootElement.TryGetProperty("format", out _);
    }

    private async Task<(List<StoredResource> Resources, List<StoredSecret> Secrets)> ReadAsync(CancellationToken cancellationToken)
    {
        var (resources, secrets) = (new List<StoredResource>(), new List<StoredSecret>());
        var query = new DocumentQuery();
        do
        {
            var page = await store.QueryAsync(Partition, query, cancellationToken);
            foreach (var document in page.Items)
            {
                // Version and change records of a run cut short name a kind too, but not in their ids.
                var kind = document.Id[..Math.Max(0, document.Id.IndexOfAny([':', '.']))];
                if (kind == StoredSecret.KindName) secrets.Add(JsonSerializer.Deserialize(document.Body.Span, SecretJson.Default.StoredSecret)!);
                else if (UpgradedResources.Had(kind)) resources.Add(JsonSerializer.Deserialize(document.Body.Span, ResourceJson.Default.StoredResource)!);
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return (resources, secrets);
    }

    /// <summary>One record, unless it would not fit a document.</summary>
    private List<BatchOperation> Records(long sequence, IReadOnlyList<ResourceChange> changes)
    {
        const int EntriesOfRecord = 2_000;
        return [.. changes.Chunk(EntriesOfRecord).Select((chunk, i) => Record(sequence + 1 + i, chunk))];
    }

    private BatchOperation.Upsert Record(long sequence, ResourceChange[] changes)
    {
        var record = new StoredChange
        {
            Sequence = sequence,
            At = time.GetUtcNow(),
            By = By,
            Entries = [.. changes.Select(c => new StoredChangeEntry(c.Next.Kind, c.Next.Id, c.Next.Version, c.Operation, c.Team))],
        };
        return new BatchOperation.Upsert(new DocumentWrite(StoredChange.DocumentId(sequence), JsonSerializer.SerializeToUtf8Bytes(record, ResourceJson.Default.StoredChange)));
    }
}
