using System.Security.Cryptography;
using AgentFunctions.Core.Payloads;

namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>Payloads of a trial, in memory.</summary>
internal sealed class TestPayloads : IPayloadStore
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _kept = new(StringComparer.Ordinal);

    public ValueTask<string> PutAsync(string tenantId, string owner, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var reference = "pl_" + Convert.ToHexStringLower(SHA256.HashData(content.Span))[..40];
        _kept[reference] = content;
        return new(reference);
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string tenantId, string owner, string reference, CancellationToken cancellationToken) =>
        new(_kept.TryGetValue(reference, out var content) ? content : (ReadOnlyMemory<byte>?)null);

    public ValueTask PurgeAsync(string tenantId, string owner, CancellationToken cancellationToken)
    {
        _kept.Clear();
        return default;
    }

    public ValueTask PurgeTenantAsync(string tenantId, CancellationToken cancellationToken) => PurgeAsync(tenantId, "", cancellationToken);
}
