// <doc>
using System.ClientModel;
using OpenAI;
using OpenAI.Chat;
// </doc>

namespace AgentFunctions.Clients.Tests.Snippets;

internal static class ErrorsSnippet
{
    public static async Task RunAsync()
    {
        // <doc>
        var client = new OpenAIClient(
            new ApiKeyCredential(Environment.GetEnvironmentVariable("AGENTFUNCTIONS_KEY")!),
            new OpenAIClientOptions { Endpoint = new Uri(Environment.GetEnvironmentVariable("AGENTFUNCTIONS_URL") + "/v1") });

        try
        {
            await client.GetChatClient("gpt-4o").CompleteChatAsync(new UserChatMessage("Say hello"));
        }
        catch (ClientResultException error)
        {
            // The message names error.code; the raw response has the whole envelope and the headers.
            error.GetRawResponse()!.Headers.TryGetValue("x-request-id", out var requestId);
            Console.WriteLine($"{error.Status} {requestId} {error.Message}");
        }
        // </doc>
    }
}
