using System.Text.Json;
using AgentFunctions.Core.Tools.BuiltIn;

namespace OwnCode;

/// <summary>What agents may ask the warehouse. A resource <c>tools/stock.count</c> of type <c>builtin</c> offers it to them.</summary>
public sealed class StockTool(Warehouse warehouse) : IBuiltInTool
{
    private static readonly JsonElement Schema = JsonDocument.Parse("""{"type":"object","properties":{"item":{"type":"string","maxLength":64}},"required":["item"],"additionalProperties":false}""").RootElement;

    public string Name => "stock.count";

    public JsonElement? InputSchema => Schema;

    public ValueTask<BuiltInToolResult> InvokeAsync(BuiltInToolCall call, CancellationToken cancellationToken)
    {
        var item = call.Arguments.GetProperty("item").GetString()!;
        return new(new BuiltInToolResult(JsonSerializer.SerializeToElement(new { item, count = warehouse.Count(item) })));
    }
}
