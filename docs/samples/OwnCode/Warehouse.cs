using System.Collections.Concurrent;

namespace OwnCode;

/// <summary>Your own system; here it lives in memory.</summary>
public sealed class Warehouse
{
    private readonly ConcurrentDictionary<string, int> _stock = new(StringComparer.OrdinalIgnoreCase) { ["lamp"] = 3, ["chair"] = 40 };
    private readonly ConcurrentDictionary<Reorder, string> _orders = new();

    public int Count(string item) => _stock.GetValueOrDefault(item);

    /// <summary>The same order again is the same order: an activity may run twice for one call.</summary>
    public string Order(Reorder order) => _orders.GetOrAdd(order, static order => $"PO-{order.Item}-{order.Quantity}");
}
