using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Sessions.Storage;

/// <summary>
/// Where sessions lie in the container <c>sessions</c>: partition (tenant, <c>{agent}/{session}</c>), document <c>session</c>; no id has a slash, so two pairs never meet, nor does anything else in the container. Beside it, by
/// the epoch of the session: messages <c>m:{epoch}:{sequence}</c>, what is known of their ids <c>k:{epoch}:{hash}</c>, slots <c>s:{epoch}:{name}</c> and their versions <c>v:{epoch}:{name}:{version}</c>. Which sessions there
/// are: partition (tenant, <c>_sessions</c>).
/// </summary>
internal static class SessionDocuments
{
    public const string SessionId = "session";

    /// <summary>What comes before the epoch in ids.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["k", "m", "s", "v"];

    public static DocumentPartition Partition(string tenantId, string agent, string session) => new(DocumentContainer.Sessions, tenantId, $"{agent}/{session}");

    public static DocumentPartition IndexPartition(string tenantId) => new(DocumentContainer.Sessions, tenantId, "_sessions");

    public static string IndexId(string agent, string session, string epoch) => Hash($"{agent}/{session}/{epoch}");

    /// <summary>Whose payloads they are: with the epoch, so that an ended session takes nothing of its successor with it, and with the person on whose behalf it was said, so that one is erased without the others.</summary>
    public static string PayloadOwner(string agent, string session, string epoch, string? subject) =>
        subject is null ? $"sessions/{agent}/{session}/{epoch}" : $"sessions/{agent}/{session}/{epoch}/{Hash(subject)}";

    public static string MessagePrefix(string epoch) => $"m:{epoch}:";

    public static string MessageId(string epoch, long sequence) => string.Create(CultureInfo.InvariantCulture, $"m:{epoch}:{sequence:D12}");

    public static string KnownId(string epoch, string messageId) => $"k:{epoch}:{Hash(messageId)}";

    public static string SlotPrefix(string epoch) => $"s:{epoch}:";

    public static string SlotId(string epoch, string slot) => $"s:{epoch}:{slot}";

    /// <summary>Of all slots.</summary>
    public static string VersionsPrefix(string epoch) => $"v:{epoch}:";

    public static string VersionPrefix(string epoch, string slot) => $"v:{epoch}:{slot}:";

    public static string VersionId(string epoch, string slot, long version) => string.Create(CultureInfo.InvariantCulture, $"v:{epoch}:{slot}:{version:D12}");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..40];
}
