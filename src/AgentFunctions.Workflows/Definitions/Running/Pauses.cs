using System.Text.Json;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>Durable waits that a stop ends; a pause ends them too, and they are taken up again after it.</summary>
internal static class Pauses
{
    /// <summary>Waits until a time; false where it was stopped first.</summary>
    public static async Task<bool> UntilAsync(IWorkflowContext context, StopScope scope, DateTimeOffset due)
    {
        if (due <= context.Now) return true;
        if (scope.IsStopped) return false;
        using var source = new CancellationTokenSource();
        var isOver = await scope.WaitAsync(context.CreateTimerAsync(due, source.Token));
        End(source);
        return isOver;
    }

    /// <summary>Waits until a time, through pauses; false where it was stopped for good first.</summary>
    public static async Task<bool> ThroughAsync(IWorkflowContext context, StopScope scope, DateTimeOffset due)
    {
        if (scope.IsOver) return false;
        using var source = new CancellationTokenSource();
        var isOver = await scope.WaitThroughPausesAsync(context.CreateTimerAsync(due, source.Token));
        End(source);
        return isOver;
    }

    /// <summary>Waits for an event; null where it was stopped first, not received where the time ran out.</summary>
    public static async Task<WorkflowEvent<JsonElement>?> EventAsync(IWorkflowContext context, StopScope scope, string name, DateTimeOffset? until)
    {
        if (scope.IsStopped) return null;
        if (until is { } due && due <= context.Now) until = context.Now + TimeSpan.FromMilliseconds(1);
        using var source = new CancellationTokenSource();
        var wait = context.WaitForEventAsync<JsonElement>(name, until - context.Now, source.Token);
        var isOver = await scope.WaitAsync(wait);
        End(source);
        return isOver ? await wait : null;
    }

    // At once and on this thread: the workflow must see the same order at every replay.
    public static void End(CancellationTokenSource source) => source.Cancel();
}
