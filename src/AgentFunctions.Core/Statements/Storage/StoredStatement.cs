namespace AgentFunctions.Core.Statements.Storage;

/// <summary>A closed statement, <c>st.h:{month}</c>; its lines lie beside it in <see cref="StoredStatementPart"/>s.</summary>
internal sealed record StoredStatement
{
    public int Format { get; init; } = 1;

    public required string Month { get; init; }

    public required string TimeZone { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    public required DateTimeOffset ClosedAt { get; init; }

    public required string ClosedBy { get; init; }

    /// <summary>Of all lines; names the parts.</summary>
    public required string Hash { get; init; }

    public required int Parts { get; init; }

    /// <summary>Closed months that were looked at for corrections when this one was closed.</summary>
    public required IReadOnlyList<string> Examined { get; init; }

    /// <summary>Those of which there were some.</summary>
    public required IReadOnlyList<string> Adjusted { get; init; }
}
