namespace AgentFunctions.Core.Documents;

/// <summary>Comparison operators of <see cref="DocumentFilter.Compare"/>.</summary>
public enum FilterOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
