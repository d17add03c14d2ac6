namespace AgentFunctions.Clients.Tests.Hosting;

/// <summary>Declares the scripted provider and its models, as a folder of manifests.</summary>
internal static class GatewayManifests
{
    public const string Agent = "tester";

    // One attempt, so that what a client does is its own doing; short timeouts for what stalls.
    private const string OneAttempt = "\"retry\":{\"attempts\":1},\"breaker\":{\"failures\":1000}";
    private const string Short = "\"timeouts\":{\"connect\":\"00:00:02\",\"firstToken\":\"00:00:20\",\"idle\":\"00:00:01\",\"total\":\"00:00:03\"}";

    public static void Write(string folder, string provider, Uri away)
    {
        Directory.CreateDirectory(folder);
        Write(folder, "providers", "scripted", $$$"""{"type":"openai","endpoint":"{{{provider}}}","credential":{"secretRef":"scripted"}}""");
        Write(folder, "providers", "away", $$"""{"type":"openai","endpoint":"{{away}}"}""");
        Model(folder, "script-chat", "scripted");
        Model(folder, "script-*", "scripted");
        Model(folder, "refuse-*", "scripted", OneAttempt);
        Model(folder, "break-*", "scripted", OneAttempt + "," + Short);
        Write(folder, "models", "cooling", """{"targets":[{"provider":"scripted","deployment":"refuse-500-always-cooling"}],"retry":{"attempts":1},"breaker":{"failures":1,"cooldown":"00:10:00"}}""");
        Model(folder, "away-chat", "away", OneAttempt);
        Model(folder, "other-model", "scripted");
        Write(folder, "agents", Agent, """{"models":["script-*","refuse-*","break-*","away-*","cooling","ghost-*"]}""");
    }

    private static void Model(string folder, string id, string provider, string? more = null) =>
        Write(folder, "models", id, $$"""{"targets":[{"provider":"{{provider}}"}]{{(more is null ? "" : "," + more)}} }""");

    private static void Write(string folder, string kind, string id, string spec) =>
        File.WriteAllText(Path.Combine(folder, $"{kind}-{id.Replace('*', '_')}.json"), $$"""{"apiVersion":"agentfunctions/v1","kind":"{{kind}}","id":"{{id}}","spec":{{spec}} }""");
}
