using System.Buffers;
using System.Text.Json;
using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Core.Approvals.Telling;

/// <summary>Tells the workflow that waits what became of a request.</summary>
/// <param name="services">The engine is looked up when it is needed: its activities may need approvals.</param>
internal sealed class ApprovalSignals(IServiceProvider services)
{
    /// <summary>Whether there is nobody left to tell: told now, or the instance is over.</summary>
    /// <exception cref="DocumentStoreUnavailableException">Try again.</exception>
    public async ValueTask<bool> RaiseAsync(StoredApproval approval, CancellationToken cancellationToken)
    {
        if (approval is not { SignalInstance: { } instance, SignalEvent: { } name }) return true;
        if (services.GetService<IWorkflowClient>() is not { } workflows) return false;
        using var payload = JsonDocument.Parse(Payload(approval));
        await workflows.RaiseEventAsync(instance, name, payload.RootElement.Clone(), cancellationToken);
        return true;
    }

    private static ReadOnlyMemory<byte> Payload(StoredApproval approval)
    {
        // The votes of one that expired or was withdrawn decided nothing.
        var vote = approval is { State: ApprovalStatus.Approved or ApprovalStatus.Denied or ApprovalStatus.Used, Votes.Count: > 0 } ? approval.Votes[^1] : null;
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("approvalId"u8, approval.Id);
            json.WriteString("status"u8, approval.Status);
            json.WriteString("decision"u8, vote?.Decision);
            json.WritePropertyName("value"u8);
            json.WriteRawValue(vote?.Value ?? "null");
            json.WriteString("by"u8, vote?.By);
            json.WriteString("comment"u8, vote?.Comment);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
