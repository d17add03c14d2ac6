// <doc>
using System.ClientModel;
using OpenAI;
using OpenAI.Chat;
// </doc>

namespace AgentFunctions.Clients.Tests.Snippets;

internal static class OpenAiSnippet
{
    public static async Task RunAsync()
    {
        // <doc>
        var client = new OpenAIClient(
            new ApiKeyCredential(Environment.GetEnvironmentVariable("AGENTFUNCTIONS_KEY")!),
            new OpenAIClientOptions { Endpoint = new Uri(Environment.GetEnvironmentVariable("AGENTFUNCTIONS_URL") + "/v1") });
        var chat = client.GetChatClient("sim-small");

        ChatCompletion answer = await chat.CompleteChatAsync("Say hello");
        Console.WriteLine(answer.Content[0].Text);

        await foreach (var update in chat.CompleteChatStreamingAsync("Say hello"))
            foreach (var part in update.ContentUpdate) Console.Write(part.Text);
        // </doc>
    }
}
