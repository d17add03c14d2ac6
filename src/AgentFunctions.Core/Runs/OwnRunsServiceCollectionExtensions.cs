using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Following;
using AgentFunctions.Core.Runs.Forking;
using AgentFunctions.Core.Runs.Known;
using AgentFunctions.Core.Runs.Reading;
using AgentFunctions.Core.Runs.Reporting;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Subjects;
using AgentFunctions.Core.Runs.Writing;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Core.Usage.Reading;
using AgentFunctions.Core.Workflows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Runs;

internal static class OwnRunsServiceCollectionExtensions
{
    /// <summary>Runs that are run here. An <see cref="IWorkflowClient"/> and <see cref="IApprovals"/> are used where they are registered; without the first nothing can be started. Starting needs the resources.</summary>
    public static IServiceCollection AddOwnRuns(this IServiceCollection services)
    {
        services.AddAgentFunctionsPayloads();
        services.TryAddSingleton<RunSignals>();
        services.TryAddSingleton<RunWriter>();
        services.TryAddSingleton<RunStepWrites>();
        services.TryAddSingleton<RunIds>();
        services.TryAddSingleton<RunCreation>();
        services.TryAddSingleton<RunTrees>();
        services.TryAddSingleton<RunTargets>();
        services.TryAddSingleton<RunChildren>();
        services.TryAddSingleton<RunActors>();
        services.TryAddSingleton<RunSteering>();
        services.TryAddSingleton<RunRewinding>();
        services.TryAddSingleton<RunPurge>();
        services.TryAddSingleton<RunErasing>();
        services.TryAddSingleton<RunContentPurge>();
        services.TryAddSingleton<OutsideRunEnding>();
        services.TryAddSingleton<IRunContents, RunContentErasing>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISubjectData, RunSubjects>());
        services.TryAddSingleton(s => new RunScheduler(s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<RunIndex>(), s.GetService<IWorkflowClient>()));
        services.TryAddSingleton(s => new RunClosing(
            s.GetRequiredService<RunWriter>(), s.GetRequiredService<RunStepWrites>(), s.GetRequiredService<RunIndex>(), s.GetRequiredService<KnownRuns>(), s.GetRequiredService<IPayloadStore>(),
            s.GetRequiredService<TimeProvider>(), s.GetService<IApprovals>(), s.GetService<IRunEndListener>()));
        services.TryAddSingleton(s => new RunPurging(
            s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<RunIndex>(), s.GetRequiredService<RunPurge>(), s.GetRequiredService<RunChildren>(), s.GetRequiredService<KnownRuns>(),
            s.GetRequiredService<IPayloadStore>(), s.GetRequiredService<TimeProvider>(), s.GetService<IApprovals>()));
        services.TryAddSingleton<IRunUsage>(s => s.GetService<UsageReader>() is { } usage ? new RollupRunUsage(usage, s.GetRequiredService<RunChildren>(), s.GetRequiredService<TimeProvider>()) : new NoRunUsage());
        services.TryAddSingleton<IRunJournal, RunJournal>();
        services.TryAddSingleton<IRunWork, RunWorkReader>();
        services.TryAddSingleton(s => new RunStarter(
            s.GetRequiredService<RunTargets>(), s.GetRequiredService<RunIds>(), s.GetRequiredService<RunCreation>(), s.GetRequiredService<RunScheduler>(), s.GetRequiredService<RunStore>(),
            s.GetRequiredService<ILogger<RunStarter>>()));
        services.TryAddSingleton(s => new RunForking(
            s.GetRequiredService<RunStore>(), s.GetRequiredService<RunStepWrites>(), s.GetRequiredService<RunTargets>(), s.GetRequiredService<RunIds>(), s.GetRequiredService<RunStarter>(),
            s.GetRequiredService<RunScheduler>(), s.GetRequiredService<IPayloadStore>(), s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(s => new RunControl(
            s.GetRequiredService<RunStore>(), s.GetRequiredService<RunScheduler>(), s.GetRequiredService<RunSteering>(), s.GetRequiredService<RunRewinding>(), s.GetRequiredService<RunPurging>(),
            s.GetRequiredService<RunActors>()));
        services.TryAddSingleton(s => new RunBulk(s.GetRequiredService<RunReader>(), s.GetRequiredService<RunControl>()));
        services.TryAddSingleton(s => new RunFeed(s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<RunStore>(), s.GetRequiredService<RunSignals>(), s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(s => new RunWaits(s.GetRequiredService<RunStore>(), s.GetRequiredService<RunStepWrites>(), s.GetService<IApprovals>()));
        services.TryAddSingleton(s => new RunDetailReader(
            s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<RunStore>(), s.GetRequiredService<IPayloadStore>(), s.GetService<IApprovals>(), s.GetRequiredService<RunWaits>()));
        services.TryAddSingleton(s => new RunReportReader(
            s.GetRequiredService<RunDetailReader>(), s.GetRequiredService<RunStore>(), s.GetRequiredService<RunStepWrites>(), s.GetRequiredService<IRunUsage>(), s.GetService<IApprovals>()));
        return services;
    }
}
