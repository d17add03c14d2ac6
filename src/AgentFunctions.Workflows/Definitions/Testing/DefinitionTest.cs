using System.Text.Json;
using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Definitions.Reading;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Workflows.Agents;
using AgentFunctions.Workflows.Agents.Activities;
using AgentFunctions.Workflows.Definitions.Activities;
using AgentFunctions.Workflows.Definitions.Running;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>
/// A trial of a definition: the same interpreter and activities as in runs, with a script in place of models, tools and people, and time that jumps. Nothing is stored, called or charged.
/// </summary>
public static class DefinitionTest
{
    private const string RunId = "run_test";

    /// <summary>Of values, in all: less than a run may come to, since a trial is there to see how it goes.</summary>
    private const long MaxBytes = 256L * 1024 * 1024;

    /// <param name="id">Of the workflow.</param>
    /// <param name="spec">Its spec, as it was checked.</param>
    /// <param name="script">What it is given.</param>
    /// <param name="caller">Who tries it.</param>
    /// <param name="tools">What is known of the tools it calls.</param>
    /// <param name="time">What it may take is measured by; its own clock is the script's.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The report as JSON (docs/workflow-definitions.md, tests), or why there is none: it took more than a trial may.</returns>
    public static async Task<(JsonElement Report, ApiError? Error)> RunAsync(string id, JsonElement spec, DefinitionTestScript script, Caller caller, IReadOnlyDictionary<string, TestedTool> tools, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(script);
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(tools);
        ArgumentNullException.ThrowIfNull(time);
        var definition = new PinnedDefinition(spec, DefinitionReader.Read(spec));
        var meter = new TestMeter(time);
        var (record, clock, payloads) = (new TestRecord(meter), new TestClock(script.Clock), new TestPayloads(meter));
        var work = Work(id, spec, definition.Definition, script, caller);
        var runs = new TestRuns(work, definition, script, record);
        var (journal, actors) = (new TestJournal(record), new TestActors(caller));
        TestEngine? engine = null;
        var people = new TestPeople(script, record, clock, (name, data) => engine!.Raise(name, data));
        var contents = new StepContents(payloads);
        var services = new TestServices()
            .Add<TimeProvider>(clock).Add(Options.Create(new RunsOptions { MaxBytesPerRun = MaxBytes })).Add<IRunWork>(runs).Add<IDefinitionSource>(runs).Add<IRunJournal>(journal).Add<IActingCallers>(actors).Add<IAgentBlueprints>(actors).Add<IWorkflowClient>(actors)
            .Add(contents).Add(new StepReading(runs, runs)).Add(new DefinitionJournal(journal, contents, clock))
            .Add<IApprovals>(people)
            .Add<IToolGateway>(new TestTools(script, record, tools, people));
        engine = new TestEngine(Catalog(record), services, clock, script, payloads, meter);
        await engine.RunAsync(RunWorkflows.InstanceOf(work.TenantId, RunId), JsonSerializer.SerializeToElement(new RunStart(work.TenantId, RunId), DefinitionRunJson.Default.RunStart), cancellationToken);
        if (engine.Refusal is { } refusal) return (default, refusal);
        var report = DefinitionTestReport.Write(script, record, journal, engine, clock);
        return (DefinitionTestReport.Judge(report, [.. record.Unfit.Distinct(), .. (script.Expected ?? DefinitionTestExpectations.Success).Check(report)]), null);
    }

    /// <summary>What a run has, with the workflow telling the record of its steps.</summary>
    private static WorkflowCatalog Catalog(TestRecord record)
    {
        var options = new WorkflowCatalogOptions();
        options.Workflows.Add(WorkflowEntry.Create(new WorkflowName<DefinitionState, RunEnd>(RunWorkflows.Definition.Name), 1, _ => new DefinitionWorkflow(record), DefinitionRunJson.Default.Options));
        foreach (var entry in DefinitionRunServiceCollectionExtensions.Activities()) options.Activities.Add(entry);
        options.Activities.Add(ActivityEntry.Create(typeof(SetRunStatusActivity), AgentActivities.SetStatus.Name, AgentJson.Default.Options));
        options.Activities.Add(ActivityEntry.Create(typeof(CancelHelperActivity), AgentActivities.CancelHelper.Name, AgentJson.Default.Options));
        options.Activities.Add(ActivityEntry.Create(typeof(FailRunActivity), AgentActivities.Fail.Name, AgentJson.Default.Options));
        return new WorkflowCatalog(Options.Create(options));
    }

    private static RunWork Work(string id, JsonElement spec, Definition definition, DefinitionTestScript script, Caller caller)
    {
        var limits = RunRequestLimits.Read(spec.TryGetProperty("limits", out var declared) ? declared : null).Value ?? new RunRequestLimits();
        return new RunWork
        {
            Run = new Run(RunId, definition.Agent ?? "", definition.Team, null, RunStatus.Running, Run.OfWorkflow, script.Clock, script.Clock, null, null),
            TenantId = caller.Principal.TenantId,
            Target = new RunTarget(RunTargetKind.Workflow, id),
            Input = script.Input,
            Limits = new RunLimits { Steps = limits.Steps ?? 1_000, Deadline = limits.Deadline is { } span ? script.Clock + span : null, Depth = limits.Depth ?? 4 },
            Pins = new Dictionary<string, RunPin>(),
            StartedBy = "operator/test",
        };
    }
}
