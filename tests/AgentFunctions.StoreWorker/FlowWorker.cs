using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using Microsoft.Extensions.DependencyInjection;
using System.Text.Json;

namespace AgentFunctions.StoreWorker;

/// <summary>
/// Runs instances that use all there is (activities in turn and in parallel, timers, a child, events, continue-as-new) until every one has ended, or it is killed. It prints each call of the activity, with the result
/// before it and its own, and at last what each instance returned: whoever reads along can tell lost, doubled and replaced results.
/// </summary>
internal static class FlowWorker
{
    public static async Task<int> RunAsync(string folder, int first, int count)
    {
        using var host = await EngineHost.StartAsync(folder, static services => services
            .AddWorkflow(WorkflowEntry.Create(Flow.Name, 1, static _ => new Flow()))
            .AddWorkflow(WorkflowEntry.Create(FlowChild.Name, 1, static _ => new FlowChild()))
            .AddActivity(ActivityEntry.Create(Flow.Note, static (_, step, _) => Task.FromResult(Ran(step))))
            .AddActivity(ActivityEntry.Create(Flow.Raise, static async (services, input, cancellationToken) =>
                await services.GetRequiredService<IWorkflowClient>().RaiseEventAsync(Id(input.Number), $"go-{input.Round}", JsonSerializer.SerializeToElement(input.Round), cancellationToken))));
        var client = host.Services.GetRequiredService<IWorkflowClient>();
        Console.WriteLine("ready");
        for (var i = first; i < first + count; i++)
        {
            await client.ScheduleAsync(Id(i), Flow.Name.Name, JsonSerializer.SerializeToElement(new FlowInput(i, 0, []), WorkflowJson.Default), CancellationToken.None);
            Console.WriteLine($"kept {i} ok");
        }
        foreach (var i in Enumerable.Range(0, first + count))
            Console.WriteLine($"ended {i} {await EngineHost.EndAsync(client, Id(i))}");
        Console.WriteLine("done");
        await host.StopAsync();
        return 0;
    }

    private static string Id(int number) => $"flow-{number}";

    private static string Ran(FlowStep step)
    {
        var result = $"{step.Step}:{Guid.NewGuid():N}";
        Console.WriteLine($"ran {step.Number} {step.Before} {result}");
        return result;
    }
}
