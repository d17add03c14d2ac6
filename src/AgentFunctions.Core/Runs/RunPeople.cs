namespace AgentFunctions.Core.Runs;

/// <summary>Who is behind something, as the four eyes of approvals take it: people and agents, never the product's own parts.</summary>
internal static class RunPeople
{
    /// <summary>Each once. Subscriptions and the product itself are nobody.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string?> names) => [.. names.OfType<string>().Where(IsSomebody).Distinct(StringComparer.Ordinal)];

    /// <summary>An agent as it stands among people; null where a workflow names none.</summary>
    public static string? Agent(string id) => id.Length == 0 ? null : "agent/" + id;

    private static bool IsSomebody(string name) => name.Length > 0 && name != "system" && !name.StartsWith("subscriptions/", StringComparison.Ordinal);
}
