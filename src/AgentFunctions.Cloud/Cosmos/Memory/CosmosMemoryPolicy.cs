using AgentFunctions.Core.Documents;

namespace AgentFunctions.Cloud.Cosmos.Memory;

/// <summary>
/// What the items of <see cref="DocumentContainer.Memory"/> hold beside the body of a record for the container's indexes, and the policies that the container must have for them. <c>infra/modules/cosmos-access.bicep</c> makes it
/// so; a test holds the two together.
/// </summary>
internal static class CosmosMemoryPolicy
{
    /// <summary>The words of the record as Core reads them, with a full-text index.</summary>
    public const string Text = "text";

    /// <summary>When it occurred, in milliseconds from 1970: times in the body are text of several forms.</summary>
    public const string At = "at";

    /// <summary>The numbers of its vector, with a vector index; left out where it has none.</summary>
    public const string Embedding = "embedding";

    /// <summary>Words are stemmed already; the service's own reading of English does no harm on top, as both sides pass it.</summary>
    public const string Language = "en-US";

    public const string Distance = "cosine";

    public const string VectorType = "float32";

    /// <summary>Composite indexes by container, each from the first path to the last; <c>id</c> breaks ties, see <see cref="CosmosQuery"/>.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyList<string[]>> Orders = new Dictionary<string, IReadOnlyList<string[]>>(StringComparer.Ordinal)
    {
        [DocumentContainer.Memory.Name] = [["/body/at", "/id"], ["/" + At, "/id"]],
        [DocumentContainer.Sessions.Name] = [["/body/startedAt", "/id"]],
    };

    public static string Path(string field) => $"c[\"{field}\"]";
}
