namespace AgentFunctions.Architecture.Tests;

/// <summary>Fails with the rule's own words and everything that breaks it, not only the first.</summary>
internal static class Rule
{
    public static void Holds(string rule, IEnumerable<string> violations)
    {
        string[] found = [.. violations];
        Assert.True(found.Length == 0, $"Rule: {rule}{Environment.NewLine}Broken by:{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", found)}");
    }
}
