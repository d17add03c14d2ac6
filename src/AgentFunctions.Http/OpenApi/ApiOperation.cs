namespace AgentFunctions.Http.OpenApi;

/// <summary>What <c>/openapi.json</c> says of an endpoint. Path, parameters, security and error shape come from the route itself; every endpoint carries one, a test sees to it.</summary>
/// <param name="Id">Operation id, camelCase, unique.</param>
/// <param name="Summary">One sentence.</param>
internal sealed record ApiOperation(string Id, string Summary)
{
    /// <summary>Component schema of the request body; null where there is none.</summary>
    public string? Request { get; init; }

    /// <summary>Component schema of the successful answer; null where it has no body worth a schema.</summary>
    public string? Response { get; init; }

    public int Status { get; init; } = 200;

    /// <summary>Media type of the successful answer.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>The answer may be <c>text/event-stream</c> instead.</summary>
    public bool Streams { get; init; }

    /// <summary>Query parameters: name, then meaning.</summary>
    public IReadOnlyList<(string Name, string Description)> Query { get; init; } = [];

    /// <summary>Query parameters may be given more than once; else that is refused.</summary>
    public bool RepeatsQuery { get; init; }

    /// <summary>Request headers beyond authentication: name, then meaning.</summary>
    public IReadOnlyList<(string Name, string Description)> Headers { get; init; } = [];

    /// <summary>Headers of the successful answer worth naming: name, then meaning.</summary>
    public IReadOnlyList<(string Name, string Description)> AnswerHeaders { get; init; } = [];
}
