namespace AgentFunctions.Core.Context.Compression;

/// <summary>What a result is, as far as it can be told from its text.</summary>
internal enum TextKind
{
    Prose,
    Json,
    Log,
    Page,
    Table,
    Code,
}
