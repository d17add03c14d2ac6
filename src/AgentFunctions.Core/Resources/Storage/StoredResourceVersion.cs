using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Resources.States;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>A resource as it was written once. Never changed, never holds a key's hashes.</summary>
internal sealed record StoredResourceVersion
{
    private const int HashLength = 32;

    public int Format { get; init; } = StoredResource.CurrentFormat;

    public required string Kind { get; init; }

    public required string Id { get; init; }

    public required long Version { get; init; }

    public required long Sequence { get; init; }

    public required string Etag { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    public required string Operation { get; init; }

    /// <summary>Absent where the version is a deletion.</summary>
    public JsonElement? Spec { get; init; }

    public ResourceState? State { get; init; }

    public string? ManagedBy { get; init; }

    public string? Team { get; init; }

    public static string Prefix(string kind, string id) => $"v.{kind}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..HashLength]}:";

    public static string DocumentId(string kind, string id, long version) => Prefix(kind, id) + version.ToString("x8", CultureInfo.InvariantCulture);
}
