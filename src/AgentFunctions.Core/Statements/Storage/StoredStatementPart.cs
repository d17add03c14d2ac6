namespace AgentFunctions.Core.Statements.Storage;

/// <summary>Some of the lines of a closed statement, <c>st.p:{month}:{hash}:{number}</c>.</summary>
internal sealed record StoredStatementPart
{
    public required IReadOnlyList<StoredStatementLine> Lines { get; init; }
}
