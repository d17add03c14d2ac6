namespace AgentFunctions.Gateway.Models.Calls;

/// <summary>What a model call asks for.</summary>
public enum ModelOperation
{
    /// <summary><c>POST /v1/chat/completions</c>.</summary>
    Chat,

    /// <summary><c>POST /v1/responses</c>.</summary>
    Responses,

    /// <summary><c>POST /v1/embeddings</c>.</summary>
    Embeddings,

    /// <summary><c>GET /v1/responses/{id}</c>; carries no body and names no model.</summary>
    RetrieveResponse,

    /// <summary><c>DELETE /v1/responses/{id}</c>; carries no body and names no model.</summary>
    DeleteResponse,
}
