using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Functions.Durable;
using AgentFunctions.Functions.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Functions.Tests.Hosting;

/// <summary>The services of the real host, every registration checked as it is built.</summary>
public sealed class HostServicesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("agentfunctions-").FullName;
    private readonly IHost _host;

    public HostServicesTests()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection([new("AgentFunctions:Data", Path.Combine(_folder, "data")), new("Functions:Worker:HostEndpoint", "http://127.0.0.1:1")]);
        builder.AddAgentFunctionsHost();
        ((IHostApplicationBuilder)builder).ConfigureContainer(new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }));
        _host = builder.Build();
    }

    public void Dispose()
    {
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Classes_OfFunctions_CanBeMade()
    {
        var classes = FunctionMethods.All().Select(static function => function.Method.DeclaringType!).Distinct().ToList();

        Assert.NotEmpty(classes);
        using var scope = _host.Services.CreateScope();
        Assert.All(classes, type => Assert.NotNull(ActivatorUtilities.CreateInstance(scope.ServiceProvider, type)));
    }

    [Fact]
    public void Workflows_AreThoseOfRunsOnDurableTask()
    {
        Assert.IsType<DurableWorkflowClient>(_host.Services.GetRequiredService<IWorkflowClient>());
        var catalog = _host.Services.GetRequiredService<WorkflowCatalog>();
        Assert.NotNull(catalog.FindWorkflow(RunWorkflows.Agent.Name));
        Assert.NotNull(catalog.FindWorkflow(RunWorkflows.Definition.Name));
    }

    [Fact]
    public void Worker_WatchesItsHost_AndWritesLinesThatTheHostWouldDrop()
    {
        Assert.Contains(_host.Services.GetServices<IHostedService>(), static service => service is HostWatch);
        Assert.Contains(_host.Services.GetServices<ILoggerProvider>(), static provider => provider is BackgroundLoggerProvider);
    }

    [Fact]
    public void Catalogue_EveryEntry_IsAFunction() =>
        Assert.Empty(Entries().Except(FunctionMethods.All().Select(static function => function.Attribute.Name), StringComparer.Ordinal));

    [Fact]
    public void Names_OfFunctions_AreUniqueAndValid()
    {
        var names = FunctionMethods.All().Select(static function => function.Attribute.Name).ToList();

        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names, static name => Assert.Matches("^[A-Za-z][A-Za-z0-9_-]{0,126}$", name));
    }

    private IEnumerable<string> Entries()
    {
        var catalog = _host.Services.GetRequiredService<WorkflowCatalog>();
        return catalog.Workflows.Select(DurableNames.Of).Concat(catalog.Activities.Select(static activity => activity.Name));
    }
}
