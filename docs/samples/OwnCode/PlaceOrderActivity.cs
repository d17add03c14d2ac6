using AgentFunctions.Core.Workflows;

namespace OwnCode;

public sealed class PlaceOrderActivity(Warehouse warehouse) : Activity<Reorder, string>
{
    public override Task<string> RunAsync(Reorder input, CancellationToken cancellationToken) => Task.FromResult(warehouse.Order(input));
}
