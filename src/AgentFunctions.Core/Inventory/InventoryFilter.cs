namespace AgentFunctions.Core.Inventory;

/// <summary>Which agents.</summary>
/// <param name="Team">Only of this team; null: of all, and of none.</param>
/// <param name="UnownedOnly">Only those nobody answers for.</param>
public sealed record InventoryFilter(string? Team, bool UnownedOnly);
