using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.RequestIdentity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Models;

/// <summary>
/// The OpenAI surface: <c>/v1</c>, the same under <c>/openai/v1</c>, and Azure's dated paths, where a model is a deployment in the path for chat and embeddings, and responses and models sit
/// right under <c>/openai</c>.
/// </summary>
internal static class ModelEndpoints
{
    private static readonly (string Name, string Description)[] Binding =
    [
        (HeaderNames.RunId, "The run the call belongs to; a new id begins one."), (HeaderNames.SessionId, "The session of the agent the call belongs to; a new id begins one."),
        (HeaderNames.EndUser, "On whose behalf, where the body names neither safety_identifier nor user."),
    ];

    private static readonly (string Name, string Description)[] BoundAnswer =
    [
        (HeaderNames.RunId, "The run that the call belongs to, or that an agent called as a model began."), (HeaderNames.SessionId, "The session that it belongs to."),
    ];

    private static readonly (string Name, string Description) NoContext = (HeaderNames.Context, "none, or left out. compress is for chat completions and refused here.");

    public static void MapModels(this IEndpointRouteBuilder endpoints)
    {
        // Resolved once, by the first call: asking a request's own services would make a scope for every one.
        var calls = new Lazy<ModelCallEndpoint>(endpoints.ServiceProvider.GetRequiredService<ModelCallEndpoint>);
        MapSurface(endpoints.MapGroup("/v1"), calls, "");
        MapSurface(endpoints.MapGroup("/openai/v1"), calls, "Azure");

        var deployments = endpoints.MapGroup("/openai/deployments/{deployment}");
        deployments.MapPost("/chat/completions", context => calls.Value.InvokeAsync(context, ModelOperation.Chat))
            .Requires(AccessRequirement.Agents).Describes(Chat("createDeploymentChatCompletion"));
        deployments.MapPost("/embeddings", context => calls.Value.InvokeAsync(context, ModelOperation.Embeddings))
            .Requires(AccessRequirement.Agents).Describes(Embeddings("createDeploymentEmbedding"));
        MapResponsesAndModels(endpoints.MapGroup("/openai"), calls, "AzureDated");
    }

    private static void MapSurface(RouteGroupBuilder surface, Lazy<ModelCallEndpoint> calls, string prefix)
    {
        surface.MapPost("/chat/completions", context => calls.Value.InvokeAsync(context, ModelOperation.Chat))
            .Requires(AccessRequirement.Agents).Describes(Chat($"create{prefix}ChatCompletion"));
        surface.MapPost("/embeddings", context => calls.Value.InvokeAsync(context, ModelOperation.Embeddings))
            .Requires(AccessRequirement.Agents).Describes(Embeddings($"create{prefix}Embedding"));
        MapResponsesAndModels(surface, calls, prefix);
    }

    private static void MapResponsesAndModels(RouteGroupBuilder surface, Lazy<ModelCallEndpoint> calls, string prefix)
    {
        surface.MapPost("/responses", context => calls.Value.InvokeAsync(context, ModelOperation.Responses))
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation($"create{prefix}Response", "Create a response, whole or streamed.") { Request = "ResponseRequest", Response = "ModelAnswer", Headers = [.. Binding, NoContext], AnswerHeaders = BoundAnswer, Streams = true });
        surface.MapGet("/responses/{id}", context => calls.Value.InvokeAsync(context, ModelOperation.RetrieveResponse))
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation($"get{prefix}Response", "A response this agent was issued.") { Response = "ModelAnswer", Headers = Binding, Query = [("include", "Additional fields, passed on to the provider.")] });
        surface.MapDelete("/responses/{id}", context => calls.Value.InvokeAsync(context, ModelOperation.DeleteResponse))
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation($"delete{prefix}Response", "Delete a response this agent was issued.") { Response = "ModelAnswer", Headers = Binding });
        surface.MapGet("/models", ModelList.ListAsync)
            .Requires(AccessRequirement.Agents).Describes(new ApiOperation($"list{prefix}OpenAiModels", "The models this key may use.") { Response = "OpenAiModelList" });
        surface.MapGet("/models/{**id}", ModelList.GetAsync)
            .Requires(AccessRequirement.Agents).Describes(new ApiOperation($"get{prefix}OpenAiModel", "One model this key may use.") { Response = "OpenAiModel" });
    }

    private static ApiOperation Chat(string id) =>
        new(id, "Create a chat completion, whole or streamed.")
        {
            Request = "ChatRequest",
            Response = "ModelAnswer",
            Headers = [.. Binding, (HeaderNames.Context, "compress: make the messages smaller before they are sent; none: do not. As the agent declares where it is left out.")],
            AnswerHeaders =
            [
                .. BoundAnswer, (HeaderNames.ContextTokensBefore, "Where the messages were to be made smaller: what they cost as they came."), (HeaderNames.ContextTokensAfter, "And what they cost as they were sent."), (HeaderNames.IgnoredParameters, "Of an agent called as a model: parameters of the body that were passed over."),
            ],
            Streams = true,
        };

    private static ApiOperation Embeddings(string id) => new(id, "Create embeddings.") { Request = "EmbeddingRequest", Response = "ModelAnswer", Headers = [.. Binding, NoContext], AnswerHeaders = BoundAnswer };
}
