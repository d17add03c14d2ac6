using System.Security.Cryptography;
using System.Text.Json;
using AgentFunctions.Core.Payloads;

namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>Payloads of a trial, in memory.</summary>
internal sealed class TestPayloads(TestMeter meter) : IPayloadStore
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _kept = new(StringComparer.Ordinal);

    public ValueTask<string> PutAsync(string tenantId, string owner, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var reference = "pl_" + Convert.ToHexStringLower(SHA256.HashData(content.Span))[..40];
        if (_kept.TryAdd(reference, content)) meter.Keep(content.Length);
        return new(reference);
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string tenantId, string owner, string reference, CancellationToken cancellationToken) =>
        new(_kept.TryGetValue(reference, out var content) ? content : (ReadOnlyMemory<byte>?)null);

    /// <summary>Drops what a new generation does not know of: values that were overwritten, entries that are over. All that goes from one to the next is in its state.</summary>
    public void Sweep(JsonElement state)
    {
        var known = state.GetRawText();
        foreach (var reference in _kept.Keys.Where(reference => !known.Contains(reference, StringComparison.Ordinal)).ToList())
        {
            meter.Keep(-_kept[reference].Length);
            _kept.Remove(reference);
        }
    }

    public ValueTask RemoveAsync(string tenantId, string owner, string reference, CancellationToken cancellationToken)
    {
        if (_kept.Remove(reference, out var content)) meter.Keep(-content.Length);
        return default;
    }

    public ValueTask PurgeAsync(string tenantId, string owner, CancellationToken cancellationToken)
    {
        _kept.Clear();
        return default;
    }

    public ValueTask PurgeTenantAsync(string tenantId, CancellationToken cancellationToken) => PurgeAsync(tenantId, "", cancellationToken);
}
