using AgentFunctions.Core.Approvals.Telling;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Events.Letters;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Storage;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Subjects;
using AgentFunctions.Core.Runs.Writing;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Core.Subscriptions.Delivering;
using AgentFunctions.Core.Subscriptions.Hooks;
using AgentFunctions.Core.Subscriptions.Hubs;
using AgentFunctions.Core.Subscriptions.Letters;
using AgentFunctions.Core.Subscriptions.Publishing;
using AgentFunctions.Core.Subscriptions.Relaying;
using AgentFunctions.Core.Subscriptions.Scheduling;
using AgentFunctions.Core.Subscriptions.Subjects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Subscriptions;

public static class SubscriptionServiceCollectionExtensions
{
    /// <summary>Events, what is done with them, and dead letters. Needs an document store, a secret source and logging.</summary>
    public static IServiceCollection AddAgentFunctionsSubscriptions(this IServiceCollection services)
    {
        services.AddAgentFunctionsRuns().AddAgentFunctionsResources();
        services.AddOptions<SubscriptionOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SubscriptionOptions>, SubscriptionOptionsValidator>());
        services.AddEventLog();
        services.TryAddSingleton<TopicSignals>();
        services.TryAddSingleton<EventStore>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISubjectData, EventSubjects>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRunTraces, EventTraces>());
        services.TryAddSingleton<RunSignaller>();
        services.TryAddSingleton<DeadLetterNotices>();
        services.TryAddSingleton(static s => new CausedRuns(s.GetRequiredService<RunStore>(), new Lazy<IRunContents>(s.GetRequiredService<IRunContents>)));
        services.TryAddSingleton<EventDeliverer>();
        services.TryAddSingleton<IRunEndListener, RunEndEvents>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IApprovalListener, ApprovalEventPublisher>());
        services.TryAddSingleton(s => new EventIntake(
            s.GetRequiredService<IControlPlane>(), s.GetRequiredService<EventStore>(), s.GetRequiredService<EventDeliverer>(), s.GetRequiredService<DeadLetterNotices>(), s.GetRequiredService<RunIds>(), s.GetRequiredService<IOptions<SubscriptionOptions>>(),
            s.GetRequiredService<IEventPublisher>(), s.GetRequiredService<TopicSignals>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<EventIntake>>()));
        services.TryAddSingleton(s => new HubIntake(
            s.GetRequiredService<EventIntake>(), s.GetRequiredService<IControlPlane>(), s.GetRequiredService<IStreamDeadLetters>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<HubIntake>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStreamLetterSender, EventLetters>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStreamLetterSender, TopicLetters>());
        services.TryAddSingleton(s => new StreamLetters(
            s.GetRequiredService<IStreamDeadLetters>(), s.GetServices<IStreamLetterSender>(), s.GetRequiredService<ITenantDirectory>(), s.GetRequiredService<TenantChanges>(), s.GetRequiredService<ILogger<StreamLetters>>()));
        services.TryAddSingleton(s => new DeadLetters(
            s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<EventStore>(), s.GetRequiredService<EventDeliverer>(), s.GetRequiredService<IControlPlane>(), s.GetRequiredService<RunIds>(), s.GetRequiredService<RunStore>(),
            s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(s => new HookReceiver(
            s.GetRequiredService<IControlPlane>(), s.GetRequiredService<ISecretSource>(), s.GetRequiredService<EventIntake>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<HookReceiver>>()));
        return services;
    }

    /// <summary>Makes deliveries that are due, and looks after schedules.</summary>
    public static IServiceCollection AddAgentFunctionsSubscriptionUpkeep(this IServiceCollection services)
    {
        services.AddAgentFunctionsSubscriptions().AddAgentFunctionsJobs();
        services.TryAddSingleton<ScheduleStore>();
        services.TryAddSingleton<ScheduleOverlap>();
        services.TryAddSingleton<ScheduleRunner>();
        services.AddLeasedLoop<EventLoop>();
        return services;
    }

    /// <summary>Passes on what is owed of topics to the <see cref="IEventPublisher"/> that carries <see cref="StreamTopic.Topics"/>. Only where one does: the loop costs a lease. Call it before the application's own services, so that it stops after them.</summary>
    public static IServiceCollection AddAgentFunctionsTopicRelay(this IServiceCollection services)
    {
        services.TryAddSingleton<TopicSignals>();
        services.TryAddSingleton<TopicOutbox>();
        services.AddLeasedLoop<TopicRelay>();
        return services;
    }
}
