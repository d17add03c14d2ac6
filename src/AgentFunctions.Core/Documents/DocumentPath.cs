namespace AgentFunctions.Core.Documents;

/// <summary>The syntax of dotted paths: names of letters, digits, <c>_</c> and <c>-</c>, not digits only (Cosmos DB would take those for array indexes).</summary>
public static class DocumentPath
{
    /// <summary>Whether <paramref name="path"/> is well formed and within <see cref="DocumentLimits.MaxPathLength"/>.</summary>
    public static bool IsValid(string? path)
    {
        if (string.IsNullOrEmpty(path) || path.Length > DocumentLimits.MaxPathLength)
            return false;
        var span = path.AsSpan();
        foreach (var range in span.Split('.'))
        {
            if (!IsName(span[range]))
                return false;
        }
        return true;
    }

    /// <summary>The names of a valid path, outermost first.</summary>
    public static string[] Split(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Split('.');
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || !name.ContainsAnyExceptInRange('0', '9'))
            return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
                return false;
        }
        return name[0] != '-';
    }
}
