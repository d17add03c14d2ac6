using System.Text.Json;

namespace AgentFunctions.LocalHost.Tests.Faults;

/// <summary>The turns that the model takes for an order: two calls at once, one that may not be sent twice, one that a person approves, the answer.</summary>
internal static class ShopScript
{
    public const int InputTokens = 7;
    public const int OutputTokens = 3;
    public const int ModelTurns = 4;
    private const string Mark = "Handle order ";
    private static readonly string[][] Turns = [["orders_get", "meter_add"], ["card_charge"], ["refunds_create"]];

    /// <summary>Turns of the model and calls of tools.</summary>
    public static int Steps => ModelTurns + Turns.Sum(static turn => turn.Length);

    public static string InputOf(string order) => Mark + order;

    public static string OutputOf(string order) => "Done with " + order;

    public static string OrderOf(JsonElement request) =>
        request.GetProperty("messages").EnumerateArray().First(static message => message.GetProperty("role").GetString() == "user").GetProperty("content").GetString()!.Trim()[Mark.Length..];

    public static string Answer(JsonElement request, string order)
    {
        var turn = request.GetProperty("messages").EnumerateArray().Count(static message => message.GetProperty("role").GetString() == "assistant");
        var message = turn < Turns.Length
            ? $$"""{"role":"assistant","content":null,"tool_calls":[{{string.Join(',', Turns[turn].Select((name, i) => Call($"call_{turn}_{i}", name, order)))}}]}"""
            : $$"""{"role":"assistant","content":"{{OutputOf(order)}}"}""";
        return $$$"""{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{{{message}}},"finish_reason":"{{{(turn < Turns.Length ? "tool_calls" : "stop")}}}"}],"usage":{"prompt_tokens":{{{InputTokens}}},"completion_tokens":{{{OutputTokens}}},"total_tokens":{{{InputTokens + OutputTokens}}}}}""";
    }

    private static string Call(string id, string name, string order) =>
        $$$"""{"id":"{{{id}}}","type":"function","function":{"name":"{{{name}}}","arguments":"{\"orderId\":\"{{{order}}}\"}"}}""";
}
