namespace AgentFunctions.Core.Resources.Schemas;

/// <summary>Finds the word that was meant.</summary>
internal static class Spelling
{
    public static string UnknownField(string name, IReadOnlyCollection<string> known)
    {
        if (known.Count == 0) return "unknown field: no fields are allowed here";
        return Nearest(name, known) is { } meant
            ? $"unknown field '{Shorten(name)}'; did you mean '{meant}'?"
            : $"unknown field '{Shorten(name)}'; known are {string.Join(", ", known)}";
    }

    /// <summary>The closest of the known words, if it is close.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        if (word.Length > 64) return null;
        var best = known.Select(k => (Word: k, Distance: Distance(word, k))).OrderBy(c => c.Distance).FirstOrDefault();
        return best.Word is not null && best.Distance <= Math.Max(1, Math.Min(word.Length, best.Word.Length) / 3) ? best.Word : null;
    }

    private static string Shorten(string name) => name.Length > 64 ? name[..64] + "..." : name;

    /// <summary>Edits between two words, case counting as none and a swap of neighbours as one.</summary>
    private static int Distance(string left, string right)
    {
        var a = left.ToUpperInvariant();
        var b = right.ToUpperInvariant();
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
