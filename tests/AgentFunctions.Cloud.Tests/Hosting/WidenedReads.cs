using Microsoft.Azure.Cosmos;

namespace AgentFunctions.Cloud.Tests.Hosting;

/// <summary>The server of npm answers 500 to a read of what is not there, unless the read says that it may cross partitions; then it is 404, and the key counts all the same.</summary>
internal sealed class WidenedReads : RequestHandler
{
    public override Task<ResponseMessage> SendAsync(RequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Set("x-ms-documentdb-query-enablecrosspartition", "True");
        return base.SendAsync(request, cancellationToken);
    }
}
