namespace AgentFunctions.Clients.Tests.Hosting;

/// <summary>What the scripted provider says, as a caller ought to see it.</summary>
internal static class Answers
{
    public const string Greeting = "Grüße from upstream 🚀";
    public const string Weather = "It is 21 degrees in Paris.";
    public const string City = """{"city":"Paris","inhabitants":2102650}""";

    public static readonly (string Id, string Name, string Arguments)[] ToolCalls =
        [("call_weather", "get_weather", """{"city":"Paris"}"""), ("call_time", "get_time", """{"zone":"Europe/Paris"}""")];
}
