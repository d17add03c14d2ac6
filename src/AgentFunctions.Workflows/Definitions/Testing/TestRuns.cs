using System.Text.Json;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Workflows.Definitions.Running;

namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>The run of a trial, and the runs within it, which answer as the script says.</summary>
internal sealed class TestRuns(RunWork work, PinnedDefinition definition, DefinitionTestScript script, TestRecord record) : IRunWork, IDefinitionSource
{
    private readonly Dictionary<string, (RunWork Work, RunResult Result)> _children = new(StringComparer.Ordinal);

    public ValueTask<RunWork?> FindAsync(string tenantId, string runId, CancellationToken cancellationToken) => new(runId == work.Run.Id ? work : _children.TryGetValue(runId, out var child) ? child.Work : null);

    public ValueTask<RunResult?> FindResultAsync(string tenantId, string runId, CancellationToken cancellationToken) => new(_children.TryGetValue(runId, out var child) ? child.Result : null);

    public ValueTask<PinnedDefinition?> FindAsync(RunWork asked, CancellationToken cancellationToken) => new(definition);

    public ValueTask<Outcome<RunWork>> StartChildAsync(string tenantId, ChildRun child, CancellationToken cancellationToken)
    {
        var id = $"run_{child.StepId}";
        if (!_children.TryGetValue(id, out var known)) _children[id] = known = (work with { Run = work.Run with { Id = id }, Target = child.Target, Input = child.Input, ParentRunId = work.Run.Id }, ResultOf(child));
        return new(known.Work);
    }

    private RunResult ResultOf(ChildRun child)
    {
        record.Calls.Add(new TestCall(TestRecord.KeyOf(child.StepId), child.Target.Kind == RunTargetKind.Agent ? "agent" : "workflow", child.Target.Id, child.Input));
        if (script.Next(child.Target.ResourceKind, child.Target.Id) is not { } answer)
        {
            record.Missing.Add((TestRecord.KeyOf(child.StepId), child.Target.Kind == RunTargetKind.Agent ? "agent" : "workflow", child.Target.Id));
            return new RunResult(RunStatus.Failed, null, ErrorCodes.NotFound, $"The script has no answer of {child.Target}.");
        }

        return ScriptedAnswer.Error(answer).Message is { } message
            ? new RunResult(RunStatus.Failed, null, ErrorCodes.UpstreamError, message)
            : new RunResult(RunStatus.Succeeded, answer.ValueKind == JsonValueKind.Undefined ? EnvironmentJson.Null : answer, null, null);
    }
}
