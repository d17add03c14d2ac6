using System.Text.Json;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Workflows.Agents.Running;
using AgentFunctions.Workflows.Definitions.Running;

namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>What happened in a trial.</summary>
internal sealed class TestRecord(TestMeter meter) : IDefinitionTrace
{
    public List<(DefinitionStep Step, string Key, int Number, string Status, JsonElement? Output, RunFault? Fault, DateTimeOffset At)> Steps { get; } = [];

    /// <summary>What people were asked: the step, what kind, the request, and what they said.</summary>
    public List<(string StepId, Core.Approvals.Approval Approval, string Answer)> Asked { get; } = [];

    /// <summary>Calls of tools, agents and workflows, in the order in which they were made.</summary>
    public List<TestCall> Calls { get; } = [];

    /// <summary>What the script had no answer for.</summary>
    public List<(string Step, string Kind, string Name)> Missing { get; } = [];

    /// <summary>Answers of the script that could not be given: where they stand in it, and what is wrong.</summary>
    public List<(string Path, string Message)> Unfit { get; } = [];

    public Dictionary<string, RunStep> Journal { get; } = new(StringComparer.Ordinal);

    public void Ended(DefinitionStep step, string key, int number, string status, JsonElement? output, RunFault? fault, DateTimeOffset at)
    {
        meter.Report(key.Length + (output is { } value ? EnvironmentJson.SizeOf(value) : 0) + (fault?.Message.Length ?? 0));
        Steps.Add((step, key, number, status, output, fault, at));
    }

    /// <summary>Writes a step of the journal: what goes in is reported with it and with its call, or with what people were asked.</summary>
    public RunStep Write(RunStep step)
    {
        meter.Report(step.EndedAt is null ? 2L * SizeOf(step.Input) : SizeOf(step.Output) + (step.Error?.Length ?? 0));
        return Journal[step.Id] = step;
    }

    /// <summary>The id of a definition's step in the id of a step of the journal, <c>00012-classify</c>.</summary>
    public static string KeyOf(string stepId) => stepId[(stepId.IndexOf('-', StringComparison.Ordinal) + 1)..];

    private static int SizeOf(JsonElement? value) => value is { } json ? EnvironmentJson.SizeOf(json) : 0;
}
