using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Steps;

namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>The journal of a trial, in memory.</summary>
internal sealed class TestJournal(TestRecord record) : IRunJournal
{
    public RunStatus Status { get; private set; } = RunStatus.Pending;

    public JsonElement? Output { get; private set; }

    public ApiError? Error { get; private set; }

    public ValueTask<RunStep> BeginAsync(string tenantId, string runId, RunStep step, CancellationToken cancellationToken)
    {
        if (!record.Journal.TryGetValue(step.Id, out var known)) known = record.Write(step);
        return new(known);
    }

    public ValueTask<RunStep> UpdateAsync(string tenantId, string runId, RunStep step, CancellationToken cancellationToken)
    {
        if (record.Journal.TryGetValue(step.Id, out var known) && known.EndedAt is not null) return new(known);
        return new(record.Write(step));
    }

    public ValueTask<RunStep?> FindAsync(string tenantId, string runId, string stepId, CancellationToken cancellationToken) => new(record.Journal.GetValueOrDefault(stepId));

    public ValueTask<bool> SetStatusAsync(string tenantId, string runId, RunStatus status, CancellationToken cancellationToken)
    {
        if (RunStatuses.IsClosed(Status)) return new(false);
        Status = status;
        return new(true);
    }

    public ValueTask<bool> CloseAsync(string tenantId, string runId, RunStatus status, JsonElement? output, ApiError? error, CancellationToken cancellationToken)
    {
        if (RunStatuses.IsClosed(Status)) return new(Status == status);
        (Status, Output, Error) = (status, output, error);
        return new(true);
    }
}
