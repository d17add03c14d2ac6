namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>A vocabulary with its rules for splitting text.</summary>
internal enum TokenEncoding
{
    O200kBase,
    Cl100kBase,
}
