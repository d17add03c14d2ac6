using System.Globalization;

namespace AgentFunctions.Workflows.Agents.Steps;

/// <summary>Ids of steps: a number that orders them, what they are, and of what. The same at every replay.</summary>
internal static class StepIds
{
    private const int MaxLength = 64;

    public static string Model(int number) => Of(number, "model", null);

    public static string Tool(int number, string tool) => Of(number, "tool", tool);

    public static string Helper(int number, string agent) => Of(number, "agent", agent);

    public static string Compensation(int number, string tool) => Of(number, "undo", tool);

    private static string Of(int number, string kind, string? name)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{number:D5}-{kind}");
        if (name is null) return id;
        id = $"{id}-{name.Replace(':', '-')}";
        return id.Length <= MaxLength ? id : id[..MaxLength];
    }
}
