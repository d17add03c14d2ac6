using Microsoft.Azure.Cosmos;

namespace AgentFunctions.Cloud.Tests.Hosting;

/// <summary>
/// Where the server of npm differs from the service in headers alone. It answers 500 to a read of what is not there, unless the read says that it may cross partitions (the key counts all the same); and it does not say of a
/// page that more of it comes from the same place, without which the client library asks for a plan that the server cannot give.
/// </summary>
internal sealed class CosmosServerDifferences : RequestHandler
{
    public override async Task<ResponseMessage> SendAsync(RequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Set("x-ms-documentdb-query-enablecrosspartition", "True");
        var response = await base.SendAsync(request, cancellationToken);
        response.Headers.Set("x-ms-cosmos-query-requiresdistribution", "False");
        return response;
    }
}
