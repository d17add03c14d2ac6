using System.Net;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Cloud.Cosmos;

/// <summary>Statuses of Cosmos DB as outcomes of the contract.</summary>
internal static class CosmosStatus
{
    public static DocumentStatus Of(HttpStatusCode status) => status switch
    {
        HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NoContent => DocumentStatus.Ok,
        HttpStatusCode.NotFound => DocumentStatus.NotFound,
        HttpStatusCode.Conflict => DocumentStatus.Conflict,
        HttpStatusCode.PreconditionFailed => DocumentStatus.PreconditionFailed,
        _ => throw Unexpected(status),
    };

    /// <summary>The service answers 400 where an operation does not apply.</summary>
    public static DocumentStatus OfPatch(HttpStatusCode status) => status == HttpStatusCode.BadRequest ? DocumentStatus.Unprocessable : Of(status);

    public static DocumentStoreUnavailableException Unexpected(HttpStatusCode status) => new($"Cosmos DB answered {(int)status}, which no operation expects.");
}
