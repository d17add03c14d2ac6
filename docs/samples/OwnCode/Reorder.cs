namespace OwnCode;

/// <summary>An item that runs low.</summary>
/// <param name="Item">Which.</param>
/// <param name="Quantity">How many to order.</param>
public sealed record Reorder(string Item, int Quantity);
