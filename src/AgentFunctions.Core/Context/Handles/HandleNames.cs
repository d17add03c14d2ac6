namespace AgentFunctions.Core.Context.Handles;

/// <summary>The form of handles: <c>h_</c> and 26 of <c>a-z2-7</c>.</summary>
public static class HandleNames
{
    public const string Prefix = "h_";

    public const int Length = 28;

    public static bool IsValid(string? text)
    {
        if (text is null || text.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        foreach (var c in text.AsSpan(Prefix.Length))
            if (c is not ((>= 'a' and <= 'z') or (>= '2' and <= '7'))) return false;
        return true;
    }
}
