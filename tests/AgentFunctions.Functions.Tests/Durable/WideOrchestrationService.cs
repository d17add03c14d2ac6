using DurableTask.Core;
using Microsoft.DurableTask.Testing.Sidecar;

namespace AgentFunctions.Functions.Tests.Durable;

/// <summary>The test host's store with more work at a time: it looks every half second whether it may take more, so that a fan-out of 1,000 on two processors takes minutes.</summary>
internal sealed class WideOrchestrationService : InMemoryOrchestrationService, IOrchestrationService
{
    private const int AtATime = 100;

    int IOrchestrationService.MaxConcurrentTaskActivityWorkItems => AtATime;

    int IOrchestrationService.MaxConcurrentTaskOrchestrationWorkItems => AtATime;
}
