namespace AgentFunctions.LocalHost;

internal static class ProductVersion
{
    /// <summary>Name and version, as printed at start.</summary>
    public static string Text { get; } = $"AgentFunctions {typeof(ProductVersion).Assembly.GetName().Version?.ToString(3)}";
}
