using DurableTask.Core;
using Grpc.Core;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Functions.Tests.Durable;

/// <summary>The test host's server, which answers to a rewind too.</summary>
internal sealed class TestHubServer(
    IHostApplicationLifetime lifetime, ILoggerFactory loggers, TestOrchestrationService service, IOrchestrationServiceClient client, IOptions<TaskHubGrpcServerOptions> options)
    : TaskHubGrpcServer(lifetime, loggers, service, client, options)
{
    public override async Task<RewindInstanceResponse> RewindInstance(RewindInstanceRequest request, ServerCallContext context)
    {
        await service.RewindAsync(request.InstanceId, parent: null);
        return new RewindInstanceResponse();
    }
}
