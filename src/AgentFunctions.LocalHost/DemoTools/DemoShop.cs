using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace AgentFunctions.LocalHost.DemoTools;

/// <summary>A shop that lives in memory: orders, refunds and notices, each done once for an idempotency key.</summary>
internal sealed class DemoShop
{
    private static readonly Dictionary<string, (string Email, decimal Total, string Item)> Orders = new(StringComparer.Ordinal)
    {
        ["ORD-1001"] = ("kim@example.com", 42.50m, "Desk lamp"),
        ["ORD-1002"] = ("alex@example.com", 129.00m, "Office chair"),
        ["ORD-1003"] = ("sam@example.com", 9.90m, "Cable set"),
    };

    private readonly ConcurrentDictionary<string, JsonObject> _done = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _calls = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _effects = new(StringComparer.Ordinal);
    private int _number;

    /// <summary>Calls that came and things that were done, by tool.</summary>
    public JsonObject Counts()
    {
        var counts = new JsonObject();
        foreach (var (tool, calls) in _calls.OrderBy(static pair => pair.Key, StringComparer.Ordinal)) counts[tool] = new JsonObject { ["calls"] = calls, ["done"] = _effects.GetValueOrDefault(tool) };
        return counts;
    }

    public JsonObject? FindOrder(string id)
    {
        Count(_calls, "orders.get");
        return Orders.TryGetValue(id, out var order) ? new JsonObject { ["orderId"] = id, ["item"] = order.Item, ["total"] = order.Total, ["email"] = order.Email, ["status"] = "delivered" } : null;
    }

    public JsonObject Refund(string key, string orderId, decimal amount) =>
        Once("refunds.create", key, number => new JsonObject { ["refundId"] = $"REF-{number}", ["orderId"] = orderId, ["amount"] = amount, ["status"] = "issued" });

    public JsonObject Notify(string key, string to) => Once("notify.send", key, number => new JsonObject { ["noticeId"] = $"MSG-{number}", ["to"] = to, ["status"] = "sent" });

    private JsonObject Once(string tool, string key, Func<int, JsonObject> make)
    {
        Count(_calls, tool);
        return _done.GetOrAdd($"{tool}\n{key}", _ =>
        {
            Count(_effects, tool);
            return make(Interlocked.Increment(ref _number));
        });
    }

    private static void Count(ConcurrentDictionary<string, long> counts, string tool) => counts.AddOrUpdate(tool, 1, static (_, count) => count + 1);
}
