// <doc>
using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;
// </doc>

namespace AgentFunctions.Clients.Tests.Snippets;

internal static class ExtensionsAiSnippet
{
    public static async Task RunAsync()
    {
        // <doc>
        var openAI = new OpenAIClient(
            new ApiKeyCredential(Environment.GetEnvironmentVariable("AGENTFUNCTIONS_KEY")!),
            new OpenAIClientOptions { Endpoint = new Uri(Environment.GetEnvironmentVariable("AGENTFUNCTIONS_URL") + "/v1") });
        var getWeather = AIFunctionFactory.Create((string city) => $"21 degrees in {city}", "get_weather", "The weather in a city");

        IChatClient client = openAI.GetChatClient("sim-small").AsIChatClient().AsBuilder().UseFunctionInvocation().Build();
        var answer = await client.GetResponseAsync("Use get_weather for Paris", new ChatOptions { Tools = [getWeather] });
        Console.WriteLine(answer.Text);
        // </doc>
    }
}
