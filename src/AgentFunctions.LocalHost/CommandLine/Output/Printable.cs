namespace AgentFunctions.LocalHost.CommandLine.Output;

/// <summary>Text from elsewhere, for a terminal: no control characters, which could rewrite what was printed.</summary>
internal static class Printable
{
    private const int MaxLength = 2000;

    public static string Of(string text) => string.Concat((text.Length > MaxLength ? text[..MaxLength] + "..." : text).Select(c => char.IsControl(c) ? ' ' : c));
}
