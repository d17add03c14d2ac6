using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Starting;

/// <summary>
/// Ids of runs of ours: <c>run_</c> and 32 hex digits. Without a key they are random. With one they follow from the key and who sent it, by a secret of the tenant: the same start finds the same run, and nobody else can take
/// the id before.
/// </summary>
internal sealed class RunIds(IDocumentStore store)
{
    private const string Prefix = "run_";
    private const string KeyId = "key";
    private const int Bytes = 16;

    // A tenant's secret never changes, not even when the tenant is deleted: processes may remember it.
    private readonly ConcurrentDictionary<string, byte[]> _keys = new(StringComparer.Ordinal);

    public static string New() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Of the child that a step of a run starts: one each.</summary>
    public static string OfChild(string parentRunId, string stepId) => Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{parentRunId}\n{stepId}")).AsSpan(0, Bytes));

    /// <param name="tenantId">Whose.</param>
    /// <param name="by">Who sent the key.</param>
    /// <param name="scope">What it was sent for, <c>agents/demo</c>.</param>
    /// <param name="idempotencyKey">The key.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<string> OfAsync(string tenantId, string by, string scope, string idempotencyKey, CancellationToken cancellationToken)
    {
        var key = _keys.GetValueOrDefault(tenantId) ?? (_keys[tenantId] = await KeyAsync(tenantId, cancellationToken));
        return Prefix + Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{by}\n{scope}\n{idempotencyKey}")).AsSpan(0, Bytes));
    }

    private async ValueTask<byte[]> KeyAsync(string tenantId, CancellationToken cancellationToken)
    {
        var partition = RunDocuments.StartsPartition(tenantId);
        var made = new StoredStartKey { Key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes) };
        if (await FindAsync(partition, cancellationToken) is { } known) return known;
        var created = await store.CreateAsync(partition, new DocumentWrite(KeyId, JsonSerializer.SerializeToUtf8Bytes(made, RunJson.Default.StoredStartKey)), cancellationToken);
        return created.IsOk ? made.Key : await FindAsync(partition, cancellationToken) ?? throw new DocumentStoreUnavailableException("The key of the tenant's run ids cannot be read.");
    }

    private async ValueTask<byte[]?> FindAsync(DocumentPartition partition, CancellationToken cancellationToken) =>
        (await store.ReadAsync(partition, KeyId, cancellationToken)).Document is { } document ? JsonSerializer.Deserialize(document.Body.Span, RunJson.Default.StoredStartKey)!.Key : null;
}
