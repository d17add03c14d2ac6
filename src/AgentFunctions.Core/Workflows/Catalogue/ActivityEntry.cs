using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Core.Workflows.Catalogue;

/// <summary>An activity in the catalogue.</summary>
public sealed class ActivityEntry
{
    private readonly Func<IServiceProvider, JsonElement, CancellationToken, Task<JsonElement>> _run;

    private ActivityEntry(string name, Type inputType, Type outputType, JsonSerializerOptions json, Func<IServiceProvider, JsonElement, CancellationToken, Task<JsonElement>> run)
    {
        Name = name;
        InputType = inputType;
        OutputType = outputType;
        Json = json;
        _run = run;
    }

    public string Name { get; }

    public Type InputType { get; }

    public Type OutputType { get; }

    /// <summary>How its input and output are written.</summary>
    public JsonSerializerOptions Json { get; }

    /// <param name="name">Its name.</param>
    /// <param name="run">The step; gets the services of its call.</param>
    /// <param name="json">null: <see cref="WorkflowJson.Default"/>.</param>
    public static ActivityEntry Create<TIn, TOut>(ActivityName<TIn, TOut> name, Func<IServiceProvider, TIn, CancellationToken, Task<TOut>> run, JsonSerializerOptions? json = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(run);
        var options = json ?? WorkflowJson.Default;
        return new ActivityEntry(name.Name, typeof(TIn), typeof(TOut), options, async (services, input, cancellationToken) =>
            JsonSerializer.SerializeToElement(await run(services, CataloguePayload.Read<TIn>(input, options)!, cancellationToken), options));
    }

    /// <summary>For a class: input and output come from its base class <see cref="Activity{TIn, TOut}"/>; each call gets an object of its own, made with the services of the call.</summary>
    /// <exception cref="ArgumentException">It does not derive from it.</exception>
    public static ActivityEntry Create(Type activity, string? name = null, JsonSerializerOptions? json = null)
    {
        var contract = CatalogueTypes.ContractOf(activity, typeof(Activity<,>));
        return CatalogueTypes.Invoke<ActivityEntry>(typeof(ActivityEntry), nameof(CreateFromClass), contract, activity, name ?? activity.Name, json);
    }

    /// <summary>Runs the step once.</summary>
    public Task<JsonElement> RunAsync(IServiceProvider services, JsonElement input, CancellationToken cancellationToken) => _run(services, input, cancellationToken);

    private static ActivityEntry CreateFromClass<TIn, TOut>(Type activity, string name, JsonSerializerOptions? json)
    {
        var make = ActivatorUtilities.CreateFactory(activity, []);
        return Create(new ActivityName<TIn, TOut>(name), async (services, input, cancellationToken) =>
        {
            var step = (Activity<TIn, TOut>)make(services, []);
            try
            {
                return await step.RunAsync(input, cancellationToken);
            }
            finally
            {
                if (step is IAsyncDisposable asyncDisposable)
                    await asyncDisposable.DisposeAsync();
                else if (step is IDisposable disposable)
                    disposable.Dispose();
            }
        }, json);
    }
}
