using AgentFunctions.Core.Workflows;

namespace OwnCode;

/// <summary>Orders an item that runs low, once somebody has agreed; asks for three days. Survives whatever happens to the process.</summary>
public sealed class ReorderWorkflow : Workflow<Reorder, ReorderResult>
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(3);
    private static readonly RetryPolicy Retries = new(5, TimeSpan.FromSeconds(2));

    public override async Task<ReorderResult> RunAsync(IWorkflowContext context, Reorder input)
    {
        if (await context.CallActivityAsync(Names.CountStock, input.Item, Retries) >= input.Quantity) return new ReorderResult("inStock");
        var confirmed = await context.WaitForEventAsync<bool>(Names.Confirmed, Patience);
        if (!confirmed.IsReceived) return new ReorderResult("nobodyAnswered");
        return confirmed.Value ? new ReorderResult("ordered", await context.CallActivityAsync(Names.PlaceOrder, input, Retries)) : new ReorderResult("refused");
    }
}
