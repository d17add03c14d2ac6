namespace AgentFunctions.Core.Context.Assembly;

/// <summary>How content comes back, said after what stands in its place; nothing where the model has no tool for it.</summary>
internal static class ExpandWords
{
    public static string Of(string? tool, string what) => tool is null ? "" : $"; {tool} returns {what}";
}
