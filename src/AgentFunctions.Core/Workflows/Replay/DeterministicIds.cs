using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>Ids that are the same at every replay and never the same for two things.</summary>
internal static class DeterministicIds
{
    private const int GuidBytes = 16;

    public static Guid Guid(ExecutionInfo info, int number)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{info.InstanceId}\n{info.Generation}\n{number}")));
        // RFC 9562: version 8, made of what the maker likes.
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, GuidBytes), bigEndian: true);
    }

    public static string Child(ExecutionInfo info, int taskId) =>
        Fit(info.Generation == 0 ? string.Create(CultureInfo.InvariantCulture, $"{info.InstanceId}:{taskId}") : string.Create(CultureInfo.InvariantCulture, $"{info.InstanceId}:{info.Generation}.{taskId}"));

    /// <summary>The id of a child's n-th try.</summary>
    public static string Attempt(string instanceId, int attempt) => attempt == 1 ? instanceId : Fit(string.Create(CultureInfo.InvariantCulture, $"{instanceId}.r{attempt}"));

    private static string Fit(string id) =>
        id.Length <= WorkflowLimits.MaxInstanceIdLength ? id : "c-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
