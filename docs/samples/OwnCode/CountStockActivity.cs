using AgentFunctions.Core.Workflows;

namespace OwnCode;

public sealed class CountStockActivity(Warehouse warehouse) : Activity<string, int>
{
    public override Task<int> RunAsync(string input, CancellationToken cancellationToken) => Task.FromResult(warehouse.Count(input));
}
