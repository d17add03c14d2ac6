namespace AgentFunctions.Core.Statements;

/// <summary>How final a statement is.</summary>
public enum StatementStatus
{
    /// <summary>Still follows usage.</summary>
    Open,

    /// <summary>Never changes any more.</summary>
    Closed,

    /// <summary>In another time zone than the tenant's: for looking at, never closed.</summary>
    Preview,
}
