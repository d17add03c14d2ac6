using System.Collections.Concurrent;
using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.DurableTask.Testing.Sidecar;

namespace AgentFunctions.Functions.Tests.Durable;

/// <summary>
/// The test host's store, with two things it lacks. More work at a time: it looks every half second whether it may take more, so that a fan-out of 1,000 on two processors takes minutes. And rewind, by the rule of
/// DurableTask.Core's dispatcher (<see cref="RewoundHistory"/>).
/// </summary>
internal sealed class TestOrchestrationService : InMemoryOrchestrationService, IOrchestrationService
{
    private const int AtATime = 100;
    private readonly ConcurrentDictionary<string, List<HistoryEvent>> _histories = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, RewoundHistory> _rewound = new(StringComparer.OrdinalIgnoreCase);

    int IOrchestrationService.MaxConcurrentTaskActivityWorkItems => AtATime;

    int IOrchestrationService.MaxConcurrentTaskOrchestrationWorkItems => AtATime;

    /// <summary>Takes the failures out of a history, and out of those of the children that failed, and runs what is left of it again.</summary>
    public async Task RewindAsync(string instanceId, OrchestrationInstance? parent)
    {
        var rewound = RewoundHistory.Of(_histories[instanceId], parent);
        _rewound[instanceId] = rewound;
        await SendTaskOrchestrationMessageAsync(new TaskMessage { Event = rewound.Start, OrchestrationInstance = rewound.Start.OrchestrationInstance });
        foreach (var child in rewound.FailedChildren) await RewindAsync(child, rewound.Start.OrchestrationInstance);
    }

    Task IOrchestrationService.CompleteTaskOrchestrationWorkItemAsync(
        TaskOrchestrationWorkItem workItem, OrchestrationRuntimeState newOrchestrationRuntimeState, IList<TaskMessage> outboundMessages, IList<TaskMessage> orchestratorMessages, IList<TaskMessage> timerMessages,
        TaskMessage continuedAsNewMessage, OrchestrationState orchestrationState)
    {
        _histories[workItem.InstanceId] = [.. newOrchestrationRuntimeState.Events];
        return CompleteTaskOrchestrationWorkItemAsync(workItem, newOrchestrationRuntimeState, outboundMessages, orchestratorMessages, timerMessages, continuedAsNewMessage, orchestrationState);
    }

    async Task<TaskOrchestrationWorkItem> IOrchestrationService.LockNextTaskOrchestrationWorkItemAsync(TimeSpan receiveTimeout, CancellationToken cancellationToken)
    {
        var workItem = await LockNextTaskOrchestrationWorkItemAsync(receiveTimeout, cancellationToken);
        if (!_rewound.TryRemove(workItem.InstanceId, out var rewound)) return workItem;
        workItem.OrchestrationRuntimeState = new OrchestrationRuntimeState();
        foreach (var past in rewound.Events) workItem.OrchestrationRuntimeState.AddEvent(past);
        workItem.NewMessages = [.. workItem.NewMessages.Where(static message => message.Event is not ExecutionStartedEvent)];
        return workItem;
    }
}
