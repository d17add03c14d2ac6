using AgentFunctions.Http.Activities;
using AgentFunctions.Http.Approvals;
using AgentFunctions.Http.Approvals.Pages;
using AgentFunctions.Http.Context;
using AgentFunctions.Http.DeadLetters;
using AgentFunctions.Http.Events;
using AgentFunctions.Http.Health;
using AgentFunctions.Http.Hooks;
using AgentFunctions.Http.Inventory;
using AgentFunctions.Http.Keys;
using AgentFunctions.Http.Metrics;
using AgentFunctions.Http.Models;
using AgentFunctions.Http.Notifications;
using AgentFunctions.Http.Memory;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.Overruns;
using AgentFunctions.Http.Providers;
using AgentFunctions.Http.Quotas;
using AgentFunctions.Http.Resources;
using AgentFunctions.Http.Root;
using AgentFunctions.Http.Runs;
using AgentFunctions.Http.Secrets;
using AgentFunctions.Http.Sessions;
using AgentFunctions.Http.Statements;
using AgentFunctions.Http.Subjects;
using AgentFunctions.Http.Tools;
using AgentFunctions.Http.Usage;
using AgentFunctions.Http.Workflows;
using Microsoft.AspNetCore.Routing;

namespace AgentFunctions.Http.Hosting;

/// <summary>Every endpoint of the application, a line a feature.</summary>
public static class AgentFunctionsEndpointRouteBuilderExtensions
{
    public static IEndpointRouteBuilder MapAgentFunctions(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        endpoints.MapRoot();
        endpoints.MapHealth();
        endpoints.MapMetrics();
        endpoints.MapModels();
        endpoints.MapResources();
        endpoints.MapStates();
        endpoints.MapVersions();
        endpoints.MapResourceSets();
        endpoints.MapChanges();
        endpoints.MapProviderTest();
        endpoints.MapTools();
        endpoints.MapWorkflows();
        endpoints.MapKeys();
        endpoints.MapActivity();
        endpoints.MapUsage();
        endpoints.MapStatements();
        endpoints.MapRuns();
        endpoints.MapSessions();
        endpoints.MapContexts();
        endpoints.MapMemory();
        endpoints.MapSubjects();
        endpoints.MapApprovals();
        endpoints.MapApprovalPages();
        endpoints.MapRunStarts();
        endpoints.MapRunVerbs();
        endpoints.MapRunEvents();
        endpoints.MapEvents();
        endpoints.MapHooks();
        endpoints.MapDeadLetters();
        endpoints.MapHubDeadLetters();
        endpoints.MapInventory();
        endpoints.MapAccessReview();
        endpoints.MapSecrets();
        endpoints.MapOverruns();
        endpoints.MapNotifications();
        endpoints.MapQuotas();
        endpoints.MapOpenApiDocument();
        return endpoints;
    }
}
