using AgentFunctions.Core.Context;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Context.Summaries;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.ModelCalls;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Subjects;
using AgentFunctions.Core.Sessions.Contexts;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Sessions.Reading;
using AgentFunctions.Core.Sessions.Slots;
using AgentFunctions.Core.Sessions.Storage;
using AgentFunctions.Core.Sessions.Subjects;
using AgentFunctions.Core.Sessions.Upkeep;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Core.Subjects.Barrier;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Sessions;

public static class SessionServiceCollectionExtensions
{
    /// <summary>Sessions with their messages, slots and handles. Needs an <see cref="IDocumentStore"/> and <see cref="RunsOptions"/>.</summary>
    public static IServiceCollection AddAgentFunctionsSessions(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddAgentFunctionsPayloads();
        services.AddErasureBarrier();
        services.AddOptions<SessionOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SessionOptions>, SessionOptionsValidator>());
        services.AddOptions<HandleOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HandleOptions>, HandleOptionsValidator>());
        services.TryAddSingleton(static s => new HandleStore(s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<ErasureBarrier>(), s.GetRequiredService<IOptions<HandleOptions>>(), s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<HandlePurge>();
        services.TryAddSingleton<SessionErasing>();
        services.TryAddSingleton<SessionWritings>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISubjectData, SessionSubjects>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRunTraces, SessionTraces>());
        services.TryAddSingleton<SessionStore>();
        services.TryAddSingleton<SessionPurge>();
        services.TryAddSingleton<MessagePlanner>();
        services.TryAddSingleton<SlotWriter>();
        services.TryAddSingleton(static s => new SessionBinder(s.GetRequiredService<SessionStore>()));
        services.TryAddSingleton<MessageRanges>();
        services.TryAddSingleton(static s => new MessageWindows(s.GetRequiredService<MessageRanges>(), s.GetRequiredService<IOptions<SessionOptions>>()));
        services.TryAddSingleton(static s => new SessionMessages(s.GetRequiredService<SessionStore>(), s.GetRequiredService<MessagePlanner>(), s.GetRequiredService<MessageRanges>(), s.GetRequiredService<IOptions<SessionOptions>>()));
        services.TryAddSingleton(static s => new SessionSlots(
            s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<SessionStore>(), s.GetRequiredService<SlotWriter>(), s.GetRequiredService<SessionWritings>(), s.GetRequiredService<IPayloadStore>(), s.GetRequiredService<IOptions<SessionOptions>>()));
        services.TryAddSingleton(static s => new SessionReader(s.GetRequiredService<IDocumentStore>(), s.GetRequiredService<SessionStore>(), s.GetRequiredService<SessionPurge>(), s.GetRequiredService<SessionBinder>()));
        services.AddAgentFunctionsContext();
        services.TryAddSingleton(static s => new ContextSummaries(s.GetRequiredService<HandleStore>(), new Lazy<IModelInvoker?>(() => s.GetService<IModelInvoker>()), s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<SessionContexts>();
        return services;
    }

    /// <summary>Clears away what was in sessions that have ended.</summary>
    public static IServiceCollection AddAgentFunctionsSessionUpkeep(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddAgentFunctionsSessions().AddAgentFunctionsJobs();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IScheduledJob, SessionUpkeepJob>());
        return services;
    }
}
