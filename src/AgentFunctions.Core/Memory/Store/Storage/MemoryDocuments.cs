using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Memory.Store.Storage;

/// <summary>
/// Where memory lies in the container <c>memory</c>. Of an agent, partition (tenant, agent): <c>mem_…</c> a record as it is, <c>v:{record}:{version}</c> as it was; <c>head</c> the number of the latest change; and what finds
/// records: <c>n:{key}:{record}</c> those that may say the same, <c>s:{hash}:{record}</c> those of a subject, <c>a:{hash}:{0 active, 1 not}:{record}</c> those of an attribute of it, the active ones first so that many others never hide them, <c>l:{target}:{record}</c> those that link to another,
/// <c>x:{hash}:{record}</c> those that a run learned, <c>q:{record}</c> those in quarantine; <c>t:{hash}</c> the turns of a session; <c>u:{scope}:{hash}:{record}</c> what was given out; <c>w:{scope}:{hash}</c> how much was told as new; <c>g:{hash}:{hash of the run}</c> the runs that were given something of a subject; <c>e:{hash}</c> how far a session was read for facts;
/// <c>d:{text}:{subject}</c> what was decided about a text, by hashes with the key <c>marks</c>. Of a tenant: (tenant, <c>_agents</c>) whose memory there is, (tenant, <c>_erasures</c>).
/// No id of an agent begins with an underscore.
/// </summary>
internal static class MemoryDocuments
{
    public const string HeadId = "head";
    public const string Quarantine = "q:";
    public const string Marks = "d:";
    public const string MarkKeyId = "marks";

    private const string Agents = "_agents";
    private const string Erasures = "_erasures";
    private const int HashHex = 32;

    public static DocumentPartition Partition(string tenantId, string agent) => new(DocumentContainer.Memory, tenantId, agent);

    public static DocumentPartition AgentsPartition(string tenantId) => new(DocumentContainer.Memory, tenantId, Agents);

    public static DocumentPartition ErasuresPartition(string tenantId) => new(DocumentContainer.Memory, tenantId, Erasures);

    public static string AgentId(string agent) => "a:" + HashOf(agent);

    public static string NewRecordId() => Records.MemoryRecordJson.IdPrefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Whether text from outside can be the id of a record.</summary>
    public static bool IsRecordId(string? id) => id is { Length: > 4 and <= 64 } && id.StartsWith(Records.MemoryRecordJson.IdPrefix, StringComparison.Ordinal) && !id.AsSpan(4).ContainsAnyExcept(IdCharacters);

    public static string VersionsOf(string recordId) => $"v:{recordId}:";

    public static string VersionId(string recordId, int version) => string.Create(CultureInfo.InvariantCulture, $"v:{recordId}:{version:x8}");

    public static string MarksOf(string textHash) => $"{Marks}{textHash}:";

    public static string AlikePrefix(string key) => $"n:{key}:";

    public static string SubjectPrefix(string subjectKey) => $"s:{HashOf(subjectKey)}:";

    public static string AttributePrefix(string subjectKey, string attribute) => $"a:{HashOf(subjectKey + "\n" + Subjects.SubjectNames.Fold(attribute))}:";

    public static string LinksTo(string targetId) => $"l:{targetId}:";

    public static string LearnedIn(string runId) => $"x:{HashOf(runId)}:";

    public static string TurnsId(string sessionId) => "t:" + HashOf(sessionId);

    public static string UsesOf(MemoryUseScope scope) => $"u:{scope.Letter}:{HashOf(scope.Id)}:";

    public static string TallyId(MemoryUseScope scope) => $"w:{scope.Letter}:{HashOf(scope.Id)}";

    public static string GivenPrefix(string subjectKey) => $"g:{HashOf(subjectKey)}:";

    public static string GivenId(string subjectKey, string runId) => GivenPrefix(subjectKey) + HashOf(runId);

    public static string ExtractionId(string sessionId, string epoch) => "e:" + HashOf(sessionId + "\n" + epoch);

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashHex];

    private static readonly System.Buffers.SearchValues<char> IdCharacters = System.Buffers.SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz");
}
