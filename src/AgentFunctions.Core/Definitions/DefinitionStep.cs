using System.Text.Json;
using AgentFunctions.Core.Expressions;
using AgentFunctions.Core.Expressions.Templates;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Core.Definitions;

/// <summary>A step of a definition. docs/workflow-definitions.md says what each does.</summary>
public abstract record DefinitionStep
{
    private DefinitionStep()
    {
    }

    public required string Id { get; init; }

    /// <summary>The type as it is written, <c>forEach</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Where it stands, <c>spec.steps[2].branches.left[0]</c>.</summary>
    public required string Path { get; init; }

    public string? Description { get; init; }

    /// <summary>Skipped unless true; null: never skipped.</summary>
    public Expression? If { get; init; }

    /// <summary>null: no bound of its own.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>null: one try.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>Undo it when something after it fails.</summary>
    public IReadOnlyList<DefinitionStep> Compensate { get; init; } = [];

    /// <summary>Steps within it, by where they stand in it: <c>branches.left</c>, <c>cases[0].steps</c>.</summary>
    public virtual IEnumerable<StepSequence> Sequences() => [];

    /// <summary>It and all steps within it, those that undo it included.</summary>
    public IEnumerable<DefinitionStep> WithInner() => [this, .. Sequences().SelectMany(static s => s.Steps).Concat(Compensate).SelectMany(static step => step.WithInner())];

    public sealed record Tool(string ToolId, JsonTemplate Arguments) : DefinitionStep;

    public sealed record Agent(string AgentId, JsonTemplate? Input, JsonElement? OutputSchema) : DefinitionStep;

    /// <param name="WorkflowId">Which.</param>
    /// <param name="Input">Its input; null: none.</param>
    /// <param name="MaxDepth">How deep it may be nested in itself; null: not in itself at all.</param>
    public sealed record SubWorkflow(string WorkflowId, JsonTemplate? Input, int? MaxDepth) : DefinitionStep;

    public sealed record Approval(JsonTemplate Action, AskedPeople People) : DefinitionStep;

    public sealed record Ask(TextTemplate Prompt, JsonElement Schema, AskedPeople People) : DefinitionStep;

    /// <param name="Event">Name of the event.</param>
    /// <param name="Filter">Takes only those for which it is true; null: all.</param>
    /// <param name="FailsOnTimeout">Whether none in time fails the step.</param>
    public sealed record Wait(string Event, Expression? Filter, bool FailsOnTimeout) : DefinitionStep;

    /// <summary>One of the two is set.</summary>
    public sealed record Timer(TextTemplate? Duration, TextTemplate? Until) : DefinitionStep;

    public sealed record Set(JsonTemplate Values) : DefinitionStep;

    public sealed record Parallel(IReadOnlyList<StepSequence> Branches, ParallelJoin Join, int Count, bool CancelsRest, bool FailsOnFailure) : DefinitionStep
    {
        public override IEnumerable<StepSequence> Sequences() => Branches;
    }

    public sealed record Switch(IReadOnlyList<(Expression When, StepSequence Case)> Cases, StepSequence? Default) : DefinitionStep
    {
        public override IEnumerable<StepSequence> Sequences() => Default is null ? Cases.Select(static c => c.Case) : [.. Cases.Select(static c => c.Case), Default];
    }

    public sealed record Loop(Expression While, int MaxIterations, StepSequence Body) : DefinitionStep
    {
        public override IEnumerable<StepSequence> Sequences() => [Body];
    }

    public sealed record ForEach(Expression Each, string As, int MaxItems, int Concurrency, JsonTemplate? Collect, bool FailsOnFailure, StepSequence Body) : DefinitionStep
    {
        public override IEnumerable<StepSequence> Sequences() => [Body];
    }

    public sealed record Try(StepSequence Body, StepSequence? Catch, StepSequence? Finally) : DefinitionStep
    {
        public override IEnumerable<StepSequence> Sequences() => new[] { Body, Catch, Finally }.OfType<StepSequence>();
    }

    public sealed record HandOff(string AgentId, JsonTemplate? Input) : DefinitionStep;

    /// <summary>At most one of the two is set.</summary>
    public sealed record End(JsonTemplate? Output, TextTemplate? Error) : DefinitionStep;
}
