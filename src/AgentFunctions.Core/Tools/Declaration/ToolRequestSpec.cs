namespace AgentFunctions.Core.Tools.Declaration;

/// <summary>The HTTP request of a tool.</summary>
public sealed record ToolRequestSpec
{
    public const string InQuery = "query";
    public const string InBody = "body";

    /// <summary>GET, POST, PUT, PATCH or DELETE.</summary>
    public required string Method { get; init; }

    /// <summary>Absolute; <c>{argument}</c> stands for an argument in the path and the query, never in host or port.</summary>
    public required string Url { get; init; }

    /// <summary>Fixed headers; must not carry credentials.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();

    /// <summary>Where arguments go that the URL does not name: <c>query</c> or <c>body</c> (a JSON object). null: the query for GET and DELETE, else the body.</summary>
    public string? Arguments { get; set; }

    /// <summary>Whether a JSON body is sent.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasBody => (Arguments ?? (Method is "GET" or "DELETE" ? InQuery : InBody)) == InBody;
}
