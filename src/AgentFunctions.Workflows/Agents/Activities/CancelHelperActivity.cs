using System.Text.Json;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>Asks the run of a helper to end in good order.</summary>
internal sealed class CancelHelperActivity(IWorkflowClient client) : Activity<RunCancellation, bool>
{
    public override async Task<bool> RunAsync(RunCancellation input, CancellationToken cancellationToken) => await client.RaiseEventAsync(
        RunWorkflows.InstanceOf(input.TenantId, input.RunId),
        RunWorkflows.CancelEvent,
        JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["reason"] = input.Reason, ["by"] = "system" }, AgentJson.Default.DictionaryStringString),
        cancellationToken);
}
