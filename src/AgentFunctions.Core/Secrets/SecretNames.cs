namespace AgentFunctions.Core.Secrets;

/// <summary>Names of secrets: <c>^[a-z0-9-]{1,64}$</c>.</summary>
public static class SecretNames
{
    public const string Rule = "must match ^[a-z0-9-]{1,64}$";

    private const string VariablePrefix = "AGENTFUNCTIONS_SECRET_";

    /// <summary>The environment variable of a secret: <c>my-key</c> is <c>AGENTFUNCTIONS_SECRET_MY_KEY</c>.</summary>
    public static string ToVariable(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return VariablePrefix + name.ToUpperInvariant().Replace('-', '_');
    }

    public static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > 64) return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-') return false;
        }

        return true;
    }
}
