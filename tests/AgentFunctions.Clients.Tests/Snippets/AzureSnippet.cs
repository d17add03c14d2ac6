// <doc>
using System.ClientModel;
using OpenAI;
using OpenAI.Chat;
// </doc>

namespace AgentFunctions.Clients.Tests.Snippets;

internal static class AzureSnippet
{
    public static async Task RunAsync()
    {
        // <doc>
        var client = new OpenAIClient(
            new ApiKeyCredential(Environment.GetEnvironmentVariable("AGENTFUNCTIONS_KEY")!),
            new OpenAIClientOptions { Endpoint = new Uri(Environment.GetEnvironmentVariable("AGENTFUNCTIONS_URL") + "/openai/v1/") });

        ChatCompletion answer = await client.GetChatClient("sim-small").CompleteChatAsync("Say hello");
        Console.WriteLine(answer.Content[0].Text);
        // </doc>
    }
}
