using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Tests.Workflows;

public sealed class WorkflowCatalogTests
{
    [Fact]
    public void Add_Classes_NamesAndTypesComeFromThem()
    {
        var catalog = Catalog(new ServiceCollection().AddWorkflow<Greeting>().AddActivity<Greet>("SayHello"));

        var workflow = Assert.Single(catalog.Workflows);
        Assert.Equal(("Greeting", 1, typeof(string), typeof(int)), (workflow.Name, workflow.Version, workflow.InputType, workflow.OutputType));
        var activity = Assert.Single(catalog.Activities);
        Assert.Equal(("SayHello", typeof(string), typeof(string)), (activity.Name, activity.InputType, activity.OutputType));
    }

    [Fact]
    public void Find_SeveralVersions_NewestUnlessOneIsNamed()
    {
        var catalog = Catalog(new ServiceCollection().AddWorkflow<Greeting>().AddWorkflow<NewerGreeting>("Greeting", version: 3));

        Assert.Equal(3, catalog.FindWorkflow("GREETING")!.Version);
        Assert.Equal(1, catalog.FindWorkflow("Greeting", 1)!.Version);
        Assert.Null(catalog.FindWorkflow("Greeting", 2));
        Assert.Null(catalog.FindWorkflow("Other"));
        Assert.Equal([3, 1], catalog.Workflows.Select(entry => entry.Version));
    }

    [Fact]
    public void Catalog_SeveralMistakes_AllAreNamed()
    {
        var services = new ServiceCollection().AddWorkflow<Greeting>().AddWorkflow<NewerGreeting>("Greeting").AddWorkflow<Greeting>("bad name").AddWorkflow<Greeting>("Zero", version: 0)
            .AddActivity<Greet>().AddActivity<Greet>("GREET").AddActivity<Greet>("zero");

        var exception = Assert.Throws<OptionsValidationException>(() => Catalog(services));

        Assert.Collection(
            exception.Failures,
            failure => Assert.Contains("'bad name'", failure, StringComparison.Ordinal),
            failure => Assert.Contains("'Zero' has version 0", failure, StringComparison.Ordinal),
            failure => Assert.Contains("'Greeting' is registered 2 times with version 1", failure, StringComparison.Ordinal),
            failure => Assert.Contains("'Greet' is registered 2 times", failure, StringComparison.Ordinal),
            failure => Assert.Contains("'zero' is registered as a workflow and as an activity", failure, StringComparison.Ordinal));
    }

    [Fact]
    public void Add_ClassThatIsNone_IsAnArgument() => Assert.Throws<ArgumentException>(() => new ServiceCollection().AddWorkflow<WorkflowCatalogTests>());

    [Fact]
    public async Task Activity_Runs_WithServicesOfItsCall()
    {
        var services = new ServiceCollection().AddSingleton("Hello").AddActivity<Greet>();
        await using var provider = services.BuildServiceProvider();

        var output = await provider.GetRequiredService<WorkflowCatalog>().FindActivity("greet")!.RunAsync(provider, System.Text.Json.JsonSerializer.SerializeToElement("you"), CancellationToken.None);

        Assert.Equal("Hello you", output.GetString());
    }

    private static WorkflowCatalog Catalog(IServiceCollection services)
    {
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<WorkflowCatalog>();
    }

    private sealed class Greeting : Workflow<string, int>
    {
        public override Task<int> RunAsync(IWorkflowContext context, string input) => Task.FromResult(input.Length);
    }

    private sealed class NewerGreeting : Workflow<string, int>
    {
        public override Task<int> RunAsync(IWorkflowContext context, string input) => Task.FromResult(0);
    }

    private sealed class Greet(string salutation) : Activity<string, string>
    {
        public override Task<string> RunAsync(string input, CancellationToken cancellationToken) => Task.FromResult($"{salutation} {input}");
    }
}
