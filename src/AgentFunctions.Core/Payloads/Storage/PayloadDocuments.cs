using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Payloads.Storage;

/// <summary>
/// Where payloads lie in the container <c>runs</c>. Those of an owner: partition (tenant, <c>_payloads.{hash of the owner}</c>), which no run id can be, with its key <c>k</c>, heads <c>p:{reference}</c> and parts
/// <c>d:{reference}:{number}</c>. Who has any: partition (tenant, <c>_payloads</c>), <c>o:{hash}</c>.
/// </summary>
internal static class PayloadDocuments
{
    public const string KeyId = "k";

    private const string Owners = "_payloads";

    public static DocumentPartition OwnersPartition(string tenantId) => new(DocumentContainer.Runs, tenantId, Owners);

    public static string OwnerId(string owner) => "o:" + HashOf(owner);

    public static DocumentPartition Partition(string tenantId, string owner) => new(DocumentContainer.Runs, tenantId, $"{Owners}.{HashOf(owner)}");

    public static string HeadId(string reference) => "p:" + reference;

    public static string PartId(string reference, int number) => string.Create(CultureInfo.InvariantCulture, $"d:{reference}:{number:x4}");

    private static string HashOf(string owner) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(owner)));
}
