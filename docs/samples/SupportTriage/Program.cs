using SupportTriage;

// dotnet run -- "My lamp arrived broken, order ORD-1001. I want my money back."
var request = args.Length > 0 ? args[0] : "My lamp arrived broken, order ORD-1001. I want my money back.";
using var client = new TriageClient(
    new Uri(Environment.GetEnvironmentVariable("AGENTFUNCTIONS_URL") ?? "http://127.0.0.1:7071"),
    Environment.GetEnvironmentVariable("AGENT_KEY") ?? throw new InvalidOperationException("AGENT_KEY is not set: POST /api/keys {\"agent\":\"support-triage\"} gives one."),
    Environment.GetEnvironmentVariable("APPROVER_KEY") ?? throw new InvalidOperationException("APPROVER_KEY is not set: POST /api/keys {\"principal\":\"ann\"} gives one."));

var runId = await client.StartAsync(request, Guid.NewGuid().ToString());
Console.WriteLine($"run {runId}");
var run = await client.WaitAsync(runId);
while (run.GetProperty("status").GetString() == "waiting")
{
    var asked = await client.AskedAsync(run);
    Console.WriteLine($"asked to approve: {asked.GetProperty("action").GetProperty("request").GetRawText()}");
    Console.Write("approve? [y/N] ");
    await client.DecideAsync(asked, Console.ReadLine()?.Trim().StartsWith('y') == true, "Decided at the console.");
    run = await client.WaitAsync(runId);
}

foreach (var step in run.GetProperty("steps").EnumerateArray()) Console.WriteLine($"  {step.GetProperty("id").GetString(),-32} {step.GetProperty("status").GetString()}");
Console.WriteLine($"{run.GetProperty("status").GetString()}: {run.GetProperty("output")}");
