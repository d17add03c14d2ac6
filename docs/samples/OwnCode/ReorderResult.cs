namespace OwnCode;

/// <summary>What became of it.</summary>
/// <param name="Outcome"><c>inStock</c>, <c>ordered</c>, <c>refused</c> or <c>nobodyAnswered</c>.</param>
/// <param name="OrderId">Of the supplier, where it was ordered.</param>
public sealed record ReorderResult(string Outcome, string? OrderId = null);
