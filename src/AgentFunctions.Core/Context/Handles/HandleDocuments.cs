using System.Globalization;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Context.Handles;

/// <summary>
/// Where handles lie in the container <c>sessions</c>: partition (tenant, <c>_handles/{agent}</c>), which no session can be; the key <c>k</c>, heads by the handle itself, parts <c>p:{handle}:{number}</c>, summaries <c>s:{handle}</c>. Which agents have
/// any: partition (tenant, <c>_handles</c>), by the agent's id.
/// </summary>
internal static class HandleDocuments
{
    public const string KeyId = "k";

    public static DocumentPartition Partition(string tenantId, string agent) => new(DocumentContainer.Sessions, tenantId, $"_handles/{agent}");

    public static DocumentPartition OwnersPartition(string tenantId) => new(DocumentContainer.Sessions, tenantId, "_handles");

    public static string SummaryId(string handle) => $"s:{handle}";

    public static string PartId(string handle, int number) => string.Create(CultureInfo.InvariantCulture, $"p:{handle}:{number:x4}");
}
