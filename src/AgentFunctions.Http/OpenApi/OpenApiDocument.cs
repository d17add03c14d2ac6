using System.Text.Json.Nodes;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace AgentFunctions.Http.OpenApi;

/// <summary>Builds the OpenAPI 3.1 document from the route table, so that it cannot name an endpoint that does not exist or miss one that does.</summary>
internal static class OpenApiDocument
{
    public static JsonObject Build(IEnumerable<RouteEndpoint> endpoints, IEnumerable<IApiSchemaSource> schemas, string version)
    {
        var paths = new JsonObject();
        foreach (var endpoint in endpoints.OrderBy(static endpoint => OpenApiPath(endpoint.RoutePattern), StringComparer.Ordinal))
        {
            var operation = endpoint.Metadata.GetMetadata<ApiOperation>()
                ?? throw new InvalidOperationException($"Endpoint '{endpoint.DisplayName}' declares no ApiOperation.");
            var path = OpenApiPath(endpoint.RoutePattern);
            if (paths[path] is not JsonObject methods) paths[path] = methods = [];
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                methods[Lower(method)] = Operation(operation, endpoint, path);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "AgentFunctions",
                ["version"] = version,
                ["description"] = "Operations for autonomous agents: an OpenAI-compatible model gateway with keys, routing and honest errors.",
                ["license"] = new JsonObject { ["name"] = "MIT" },
            },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = Schemas(schemas),
                ["securitySchemes"] = new JsonObject { ["key"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } },
            },
        };
    }

    /// <summary>The pattern without constraints and catch-all marks: <c>/v1/models/{**id}</c> is <c>/v1/models/{id}</c>.</summary>
    internal static string OpenApiPath(RoutePattern pattern) =>
        "/" + string.Join('/', pattern.PathSegments.Select(static segment => string.Concat(segment.Parts.Select(static part => part switch
        {
            RoutePatternParameterPart parameter => "{" + parameter.Name + "}",
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            _ => "",
        }))));

    private static JsonObject Operation(ApiOperation operation, RouteEndpoint endpoint, string path)
    {
        var json = new JsonObject
        {
            ["operationId"] = operation.Id,
            ["summary"] = operation.Summary,
            ["tags"] = new JsonArray(path.Split('/')[1] is { Length: > 0 } first ? first : "root"),
        };
        var anonymous = endpoint.Metadata.GetMetadata<AccessRequirement>() is { IsAnonymous: true };
        json["security"] = anonymous ? [] : new JsonArray(new JsonObject { ["key"] = new JsonArray() });
        if (Parameters(operation, endpoint) is { Count: > 0 } parameters) json["parameters"] = parameters;
        if (operation.Request is { } request)
            json["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content("application/json", request) };

        var success = new JsonObject { ["description"] = "Done." };
        if (operation.Response is not null || operation.MediaType != "application/json") success["content"] = Content(operation.MediaType, operation.Response);
        if (operation.Streams) success["content"]!["text/event-stream"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
        if (operation.AnswerHeaders.Count > 0) success["headers"] = AnswerHeaders(operation);
        var openAi = ErrorFormat.IsOpenAi(path);
        json["responses"] = new JsonObject
        {
            [operation.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = success,
            ["default"] = new JsonObject
            {
                ["description"] = "Refused or failed; docs/errors.md lists the codes.",
                ["content"] = openAi ? Content("application/json", "OpenAiError") : Content("application/problem+json", "Problem"),
            },
        };
        return json;
    }

    private static JsonArray Parameters(ApiOperation operation, RouteEndpoint endpoint)
    {
        var parameters = new JsonArray();
        foreach (var parameter in endpoint.RoutePattern.Parameters) parameters.Add(Parameter("path", parameter.Name, null, required: true));
        foreach (var (name, description) in operation.Query) parameters.Add(Parameter("query", name, description, required: false));
        foreach (var (name, description) in operation.Headers) parameters.Add(Parameter("header", name, description, required: false));
        return parameters;
    }

    private static JsonObject Parameter(string place, string name, string? description, bool required)
    {
        var json = new JsonObject { ["name"] = name, ["in"] = place, ["required"] = required, ["schema"] = new JsonObject { ["type"] = "string" } };
        if (description is not null) json["description"] = description;
        return json;
    }

    private static JsonObject AnswerHeaders(ApiOperation operation)
    {
        var headers = new JsonObject();
        foreach (var (name, description) in operation.AnswerHeaders) headers[name] = new JsonObject { ["description"] = description, ["schema"] = new JsonObject { ["type"] = "string" } };
        return headers;
    }

    private static JsonObject Content(string mediaType, string? schema) => new()
    {
        [mediaType] = new JsonObject { ["schema"] = schema is null ? [] : new JsonObject { ["$ref"] = "#/components/schemas/" + schema } },
    };

    private static JsonObject Schemas(IEnumerable<IApiSchemaSource> sources)
    {
        var schemas = new JsonObject();
        foreach (var (name, schema) in sources.SelectMany(static source => source.GetSchemas()).OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            schemas.Add(name, schema);
        return schemas;
    }

#pragma warning disable CA1308 // OpenAPI's method names are lower case.
    private static string Lower(string method) => method.ToLowerInvariant();
#pragma warning restore CA1308
}
