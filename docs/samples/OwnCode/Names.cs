using AgentFunctions.Core.Workflows;

namespace OwnCode;

/// <summary>Names are in histories: never rename one that has run.</summary>
public static class Names
{
    public static readonly WorkflowName<Reorder, ReorderResult> Reorder = new("Reorder");
    public static readonly ActivityName<string, int> CountStock = new("CountStock");
    public static readonly ActivityName<Reorder, string> PlaceOrder = new("PlaceOrder");
    public const string Confirmed = "confirmed";
}
