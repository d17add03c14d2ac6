using AgentFunctions.Core.Approvals.Deciding;
using AgentFunctions.Core.Approvals.Reading;
using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Approvals.Subjects;
using AgentFunctions.Core.Approvals.Telling;
using AgentFunctions.Core.Approvals.Upkeep;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs.Subjects;
using AgentFunctions.Core.Subjects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Approvals;

public static class ApprovalsServiceCollectionExtensions
{
    /// <summary>Requests to people and their decisions. Needs a document store, logging, and what <see cref="ResourceServiceCollectionExtensions.AddAgentFunctionsResources"/> and <see cref="KeyServiceCollectionExtensions.AddAgentFunctionsKeys"/> add.</summary>
    public static IServiceCollection AddAgentFunctionsApprovals(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<ApprovalsOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ApprovalsOptions>, ApprovalsOptionsValidator>());
        services.TryAddSingleton<ApprovalStore>();
        services.TryAddSingleton<ApprovalTransitions>();
        services.TryAddSingleton<ApprovalCaps>();
        services.TryAddSingleton<ApprovalPeople>();
        services.TryAddSingleton<ApprovalTally>();
        services.TryAddSingleton<ApprovalLinks>();
        services.TryAddSingleton<ApprovalSignals>();
        services.TryAddSingleton<ApprovalOutbox>();
        services.TryAddSingleton<ApprovalTeller>();
        services.TryAddSingleton<IApprovals, DocumentApprovals>();
        services.TryAddSingleton<ApprovalErasing>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISubjectData, ApprovalSubjects>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRunTraces, ApprovalTraces>());
        services.TryAddSingleton(static s => new ApprovalReader(s.GetRequiredService<ApprovalStore>(), s.GetRequiredService<ApprovalTransitions>()));
        services.TryAddSingleton(static s => new ApprovalDecisions(
            s.GetRequiredService<ApprovalTransitions>(), s.GetRequiredService<ApprovalPeople>(), s.GetRequiredService<ApprovalTally>(), s.GetRequiredService<ApprovalTeller>(),
            s.GetRequiredService<ILogger<ApprovalDecisions>>()));
        services.TryAddSingleton(static s => new ApprovalSteering(s.GetRequiredService<ApprovalTransitions>(), s.GetRequiredService<ApprovalPeople>(), s.GetRequiredService<ApprovalTeller>()));
        return services;
    }

    /// <summary>Expires and reminds, and tells what a process that was killed did not.</summary>
    public static IServiceCollection AddAgentFunctionsApprovalUpkeep(this IServiceCollection services)
    {
        services.AddAgentFunctionsApprovals().AddAgentFunctionsResources().AddAgentFunctionsJobs();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IScheduledJob, ApprovalJob>());
        return services;
    }
}
