using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Core.Workflows.Catalogue;

/// <summary>One version of a workflow in the catalogue.</summary>
public sealed class WorkflowEntry
{
    private readonly Func<IServiceProvider, IWorkflowContext, JsonElement, Task<JsonElement>> _run;

    private WorkflowEntry(string name, int version, Type inputType, Type outputType, JsonSerializerOptions json, Func<IServiceProvider, IWorkflowContext, JsonElement, Task<JsonElement>> run)
    {
        Name = name;
        Version = version;
        InputType = inputType;
        OutputType = outputType;
        Json = json;
        _run = run;
    }

    public string Name { get; }

    /// <summary>From 1. New instances get the highest; an instance keeps the one it was started with.</summary>
    public int Version { get; }

    public Type InputType { get; }

    public Type OutputType { get; }

    /// <summary>How its input, output, status and events are written.</summary>
    public JsonSerializerOptions Json { get; }

    /// <param name="name">Its name.</param>
    /// <param name="version">From 1.</param>
    /// <param name="factory">Makes one object for each run of the code.</param>
    /// <param name="json">null: <see cref="WorkflowJson.Default"/>.</param>
    public static WorkflowEntry Create<TIn, TOut>(WorkflowName<TIn, TOut> name, int version, Func<IServiceProvider, Workflow<TIn, TOut>> factory, JsonSerializerOptions? json = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(factory);
        var options = json ?? WorkflowJson.Default;
        return new WorkflowEntry(name.Name, version, typeof(TIn), typeof(TOut), options, async (services, context, input) =>
        {
            var output = await factory(services).RunAsync(context, CataloguePayload.Read<TIn>(input, options)!);
            return JsonSerializer.SerializeToElement(output, options);
        });
    }

    /// <summary>For a class: input and output come from its base class <see cref="Workflow{TIn, TOut}"/>.</summary>
    /// <exception cref="ArgumentException">It does not derive from it.</exception>
    public static WorkflowEntry Create(Type workflow, string? name = null, int version = 1, JsonSerializerOptions? json = null)
    {
        var contract = CatalogueTypes.ContractOf(workflow, typeof(Workflow<,>));
        return CatalogueTypes.Invoke<WorkflowEntry>(typeof(WorkflowEntry), nameof(CreateFromClass), contract, workflow, name ?? workflow.Name, version, json);
    }

    /// <summary>Runs the code to its end on <paramref name="context"/>.</summary>
    public Task<JsonElement> RunAsync(IServiceProvider services, IWorkflowContext context, JsonElement input) => _run(services, context, input);

    private static WorkflowEntry CreateFromClass<TIn, TOut>(Type workflow, string name, int version, JsonSerializerOptions? json)
    {
        var make = ActivatorUtilities.CreateFactory(workflow, []);
        return Create(new WorkflowName<TIn, TOut>(name), version, services => (Workflow<TIn, TOut>)make(services, []), json);
    }
}
