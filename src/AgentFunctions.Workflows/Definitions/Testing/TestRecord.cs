using System.Text.Json;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>What happened in a trial.</summary>
internal sealed class TestRecord : IDefinitionTrace
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

    public void Ended(DefinitionStep step, string key, int number, string status, JsonElement? output, RunFault? fault, DateTimeOffset at) => Steps.Add((step, key, number, status, output, fault, at));

    /// <summary>The id of a definition's step in the id of a step of the journal, <c>00012-classify</c>.</summary>
    public static string KeyOf(string stepId) => stepId[(stepId.IndexOf('-', StringComparison.Ordinal) + 1)..];
}
